### Рассылки: страницы панели

## Рассылки

panel-nav-campaigns = Рассылки
panel-campaigns-lead = Письма сразу многим семьям. Семья получает не больше одного в день и трёх в неделю, только с 9 до 20 по своему времени.
panel-campaigns-empty = Рассылок ещё не было.
panel-campaign-new = Новая рассылка
panel-campaign-size = Скольким: { $count }
panel-campaign-state-draft = Черновик
panel-campaign-state-awaits = Ждёт второго человека
panel-campaign-state-scheduled = Запланирована
panel-campaign-state-running = Идёт
panel-campaign-state-paused = Остановлена
panel-campaign-state-held = Ждёт вашего решения
panel-campaign-state-done = Закончена
panel-campaign-state-cancelled = Отменена
panel-campaign-held = Рассылка стояла, хотя должна была идти: программу выключали или вернули старую копию базы. Сверьте список и решите, продолжать ли. Кому уже написали после копии, здесь может быть не видно.
panel-campaign-awaits = Это больше тысячи человек, поэтому рассылку должен посмотреть ещё один человек.
panel-campaign-steps = Три шага до отправки
panel-campaign-count = Посчитать, скольким уйдёт
panel-campaign-reached = { $count ->
    [one] Получит { $count } человек
    [few] Получат { $count } человека
   *[many] Получат { $count } человек
}
panel-campaign-four-eyes = Больше { $count }: запуск подтвердит ещё один руководитель.
panel-campaign-test = Прочитайте письмо у себя: отправьте боту в личном чате
panel-campaign-tested = Проверено
panel-campaign-launch = Запустить
panel-campaign-preview = Так увидит семья
panel-campaign-title = Название, только для сотрудников
panel-campaign-words = Текст
panel-campaign-words-lead = Начало видно на экране блокировки. Не называйте болезни, деньги, ссоры и имена. Пишите на «вы», коротко: что, где, когда.
panel-campaign-topic = О чём это. Семья может отключить тему
panel-campaign-whom = Кому
panel-campaign-everywhere = Все центры
panel-campaign-child-from = Ребёнку от, лет
panel-campaign-child-to = до, лет
panel-campaign-measure = Кому положена помощь
panel-campaign-moved = Семьи, которых касается изменение правил
panel-campaign-any-measure = Неважно
panel-campaign-starts = Начать
panel-campaign-until = Не присылать позже
panel-campaign-hours = Время — ваше. Ночью никому не пишем: письмо подождёт девяти утра там, где живёт семья.
panel-campaign-repeat = Если неясно, дошло ли письмо
panel-campaign-repeat-resend = Отправить ещё раз: кто-то прочтёт дважды
panel-campaign-repeat-skip = Не повторять: кто-то не получит, список покажем
panel-campaign-save = Сохранить черновик
panel-campaign-settled = Готово { $settled } из { $size }
panel-campaign-excluded = Кому не пишем и почему
panel-campaign-times = Начало: { $starts }. Последний срок: { $until }.
panel-campaign-author = Подготовил: { $name }
panel-campaign-approver = Подтвердил: { $name }
panel-campaign-approve = Подтвердить запуск
panel-campaign-return = Вернуть в черновики
panel-campaign-pause = Остановить
panel-campaign-resume = Продолжить
panel-campaign-cancel = Отменить совсем
panel-campaign-ledger = Скачать список
panel-campaign-found = Нашлось: { $words }.
panel-campaign-no-nothing = Нужны название и текст, не длиннее двух тысяч знаков.
panel-campaign-no-revealing = Этот текст выдаст беду семьи тому, кто увидит чужой экран. Скажите мягче.
panel-campaign-no-times = Проверьте время: начало раньше последнего срока, и срок ещё не прошёл.
panel-campaign-no-test-first = Сначала прочитайте письмо у себя.
panel-campaign-no-own-eyes = Подтвердить должен другой человек.
panel-campaign-no-nobody = Писать некому: никто не подошёл или не согласился на письма.
panel-campaign-no-measure = Этой меры в каталоге больше нет. Выберите другую или уберите условие.
panel-campaign-no-moved-on = Рассылка уже в другом состоянии. Ниже — как есть сейчас.

## Ход рассылки

panel-course = С { $began } до { $until }: { $settled } из { $size }.
panel-course-pace = { $minutes ->
    [one] Около { $count } в минуту, осталась примерно { $minutes } минута.
    [few] Около { $count } в минуту, осталось примерно { $minutes } минуты.
   *[many] Около { $count } в минуту, осталось примерно { $minutes } минут.
}
panel-campaign-skipped = Не отправили и почему
panel-skip-unsafe = Писать небезопасно
panel-skip-unsafe-to-notify = Писать небезопасно
panel-skip-unknown = Адреса больше нет
panel-skip-blocked = Закрыли бота
panel-skip-no_consent = Отозвали согласие на письма
panel-skip-topic_muted = Отключили эту тему
panel-skip-too-late = Не успели до последнего срока
panel-skip-cancelled = Рассылку отменили
panel-skip-verdict-changed-back = Больше не касается: ответы или правила снова изменились
panel-skip-told-already = Об этом уже писали
panel-skip-other = По другой причине

## Одна рассылка для многих центров

panel-series = В каких центрах
panel-series-lead = Каждая копия начинается в тот же час по времени своего центра. Время в списке ваше.
panel-series-copy = Сделать копии для других центров
panel-series-copy-lead = Тот же текст и тот же час, но по времени каждого центра. Где копия уже есть, второй не будет.
panel-series-launch = Запустить все черновики
panel-series-approve = Подтвердить все

## Что увидит одна семья

panel-preview = Что увидит эта семья
panel-preview-ticket = Номер семьи
panel-preview-look = Посмотреть
panel-preview-reached = { $count ->
    [one] Письмо получит { $count } взрослый
   *[other] Письмо получат { $count } взрослых
}
panel-preview-nobody = Этой семье письмо не придёт
panel-preview-adult = Взрослый { $number }:
panel-preview-gets = получит письмо
panel-preview-opens = По кнопке «Подробнее» откроется:
panel-preview-unknown = Такой семьи в ваших центрах нет. Проверьте номер.
panel-excluded-elsewhere = Семья другого центра

## Изменения правил

panel-nav-changes = Изменения правил
panel-changes-lead = Когда в каталоге меняются условия помощи, здесь видно, для скольких семей ответ стал другим. Само собой ничего не отправляется.
panel-changes-empty = С тех пор как программа работает, условия не менялись.
panel-changes-more = и ещё { $count }
panel-change = Что изменилось: { $day }
panel-change-lead = Сравниваем прежние условия с теми, что действуют сейчас, по ответам семей на сегодня. Чего семья не говорила, того мы не додумываем.
panel-change-nobody = Сейчас это никого не касается.
panel-change-families = { $count ->
    [one] { $count } семья
    [few] { $count } семьи
   *[many] { $count } семей
}
panel-change-write = Подготовить письмо
panel-change-list = Показать семьи
panel-change-back = К изменению
panel-change-which = Какие семьи
panel-change-first = Показаны первые двести.
panel-change-by-measure = По мерам
panel-change-by-centre = По центрам
panel-change-no-centre = Без центра
panel-change-uncounted = По этим мерам семьи не подбираем, ответ о таком слишком опасен:
panel-move-gains = Теперь положено
panel-move-loses = Больше не положено
panel-move-uncertain = Надо уточнить
panel-move-other = Другая точность
panel-move-other-lead = Положено было и осталось, или не хватало ответа, а теперь ясно, что нет. Писать не о чем.
change-title-gains = Новая помощь: кому теперь положено
change-title-loses = Правила изменились: кому больше не положено
change-title-uncertain = Правила изменились: кому нужно уточнить
change-words-gains = Здравствуйте. Для вашей семьи появилась ещё одна возможность. Откройте подробности: там условия, документы и куда идти.
change-words-loses = Здравствуйте. Правила помощи изменились, и это касается вашей семьи. Откройте подробности. Если что-то непонятно, спросите нас.
change-words-uncertain = Здравствуйте. Правила помощи изменились. Чтобы сказать точно, что подходит вашей семье, не хватает одного-двух ответов. Откройте подробности.
panel-excluded-unsafe = Писать небезопасно
panel-excluded-unknown = Адреса больше нет
panel-excluded-blocked = Закрыли бота
panel-excluded-no_consent = Не соглашались, чтобы им писали первыми
panel-excluded-topic_muted = Отключили эту тему
panel-excluded-others = Не подходят под условия
panel-recipient-waiting = Ждут очереди
panel-recipient-queued = В очереди
panel-recipient-sending = Отправляем
panel-recipient-sent = Получили
panel-recipient-blocked = Закрыли бота
panel-recipient-failed = Не отправилось
panel-recipient-unknown = Неясно, дошло ли
panel-recipient-skipped = Не отправили
panel-recipient-erased = Стёрли свои данные
