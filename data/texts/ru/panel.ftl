### Слова рабочего места куратора. Коротко, по-человечески, на «вы».

## Рамка

panel-brand = Рядом
panel-skip = Сразу к содержанию
panel-nav = Разделы
panel-nav-inbox = Диалоги
panel-nav-appointments = Приёмы
panel-nav-further = Ещё
panel-nav-waiting = Очередь
panel-nav-gatherings = Кружки
panel-nav-centre = Центр
panel-help = Клавиши
panel-sign-out = Выйти
panel-back = Назад
panel-close = Закрыть

panel-channel-piling_up = Сообщения из Telegram задерживаются: их накопилось много. Администратор уже видит это в журнале.
panel-channel-failing = Telegram не может передать нам сообщения. Семьи пишут, но мы этого пока не видим. Позвоните администратору.
panel-sound-on = 🔔 Звук включён
panel-sound-off = 🔕 Звук выключен
panel-sound-waiting = 🔕 Включить звук
panel-live-off = Нет связи с сервером. Обновления придут, как только она вернётся.
panel-signed-out = Сеанс закончился. Набранный текст на месте.
panel-signed-out-link = Войти снова в новой вкладке
panel-new-message = Новое сообщение:

## Время

panel-today = Сегодня
panel-yesterday = Вчера
panel-tomorrow = Завтра
panel-clock-moscow = по Москве
panel-clock-elsewhere = по времени МСК{ $hours }
panel-date = { $day } { $month ->
    [1] января
    [2] февраля
    [3] марта
    [4] апреля
    [5] мая
    [6] июня
    [7] июля
    [8] августа
    [9] сентября
    [10] октября
    [11] ноября
   *[12] декабря
}
panel-date-year = { $date } { $year }
panel-day-and-time = { $day }, { $time }
panel-just-now = сейчас
panel-minutes = { $count } мин
panel-hours = { $count } ч
panel-days = { $count ->
    [one] { $count } день
    [few] { $count } дня
   *[many] { $count } дней
}

## Вход

panel-sign-in-title = Вход
panel-sign-in-lead = Рабочее место сотрудников семейного центра
panel-login = Логин
panel-password = Пароль
panel-sign-in = Войти
panel-sign-in-wrong = Логин или пароль не подошли. Проверьте раскладку и Caps Lock.
panel-sign-in-wait = Слишком много попыток подряд. Попробуйте через { $seconds ->
    [one] { $seconds } секунду
    [few] { $seconds } секунды
   *[many] { $seconds } секунд
}.
panel-sign-in-ended = Войдите, чтобы продолжить. Прошлый сеанс закончился.
panel-sign-in-forgot = Забыли пароль? Новый выдаст администратор центра.

panel-code-title = Код
panel-code-lead = Откройте приложение с кодами и введите шесть цифр.
panel-code = Код из приложения
panel-code-wrong = Код не подошёл. Каждый код работает один раз: дождитесь следующего.
panel-code-again = Начать вход заново
panel-factor = Второй шаг входа
panel-factor-lead = Кроме пароля, при входе понадобится код из приложения на телефоне. Чужой с вашим паролем не войдёт.
panel-factor-is-on = Включён. Потеряли телефон? Администратор выдаст новый пароль, и код спрашивать перестанем.
panel-factor-begin = Включить
panel-factor-picture = QR-код для приложения
panel-factor-by-hand = Сканируйте код приложением или введите ключ руками:
panel-factor-on = Включить второй шаг
panel-factor-off = Выключить второй шаг

## Свой вход

panel-account-title = Мой вход
panel-account-login = Логин: { $login }
panel-sessions = Где выполнен вход
panel-sessions-lead = Не узнаёте строку? Закройте этот вход и смените пароль.
panel-session-unknown = Неизвестный браузер
panel-session-opened = Вход
panel-session-seen = Последнее действие
panel-session-here = этот браузер
panel-session-end = Закрыть вход
panel-sessions-end-others = Закрыть все, кроме этого
panel-password-title = Пароль
panel-password-lead = Не короче 12 знаков. Лучше всего — несколько слов подряд.
panel-password-must = Этот пароль вам выдали. Придумайте свой, и можно работать.
panel-password-old = Пароль сейчас
panel-password-new = Новый пароль
panel-password-change = Сменить пароль
panel-password-problem-old = Нынешний пароль не подошёл.
panel-password-problem-short = Пароль короче 12 знаков.
panel-password-problem-long = Пароль длиннее 128 знаков.
panel-password-problem-has_login = В пароле есть ваш логин. Так его проще угадать.
panel-password-problem-common = Такой пароль легко угадать. Возьмите несколько несвязанных слов.
panel-password-problem-same = Это тот же самый пароль.
panel-done-password = Пароль сменён. На других устройствах вход закрыт.
panel-done-absence = Записали.
panel-done-absence-refused = Так не получится: проверьте дни. Заменить может только коллега из того же центра.
panel-done-factor-on = Теперь при входе нужен код из приложения.
panel-done-factor-off = Код при входе больше не нужен.
panel-done-session = Вход закрыт.
panel-done-sessions = Остались только вы и этот браузер.

## Когда не получилось

panel-fault-forbidden = Сюда у вас нет доступа
panel-fault-forbidden-text = Это другой центр или другая работа. Если доступ нужен, его даст администратор.
panel-fault-refused = Так сейчас нельзя
panel-fault-refused-text = Пока вы смотрели, что-то изменилось. Откройте страницу заново.
panel-fault-storage = Не удалось сохранить
panel-fault-storage-text = База данных не отвечает. Вернитесь назад: текст остался в поле. Попробуйте через минуту.
panel-fault-channel = Мессенджер не отвечает
panel-fault-channel-text = Файл на месте, но скачать его сейчас нельзя. Попробуйте через минуту.
panel-fault-file-gone = Файл не открывается
panel-fault-file-gone-text = Мессенджер его больше не отдаёт. Мы попросили семью прислать файл ещё раз.
panel-fault-forged = Форма устарела
panel-fault-forged-text = Откройте страницу заново и повторите. Ничего не изменилось.
panel-fault-missing = Такой страницы нет
panel-fault-missing-text = Возможно, ссылка старая.
panel-fault-too_big = Слишком большой файл или текст
panel-fault-too_big-text = Вернитесь назад и отправьте частями.
panel-fault-too_many = Слишком часто
panel-fault-too_many-text = Подождите минуту и попробуйте снова.
panel-fault-unexpected = Что-то сломалось у нас
panel-fault-unexpected-text = Мы записали сбой. Назовите администратору код { $code }.
panel-fault-home = На главную

## Клавиши

panel-keys-title = Клавиши
panel-keys-lead = Работают, когда курсор не стоит в поле.
panel-keys-next = Следующий диалог
panel-keys-previous = Предыдущий диалог
panel-keys-open = Открыть выбранный
panel-keys-take = Взять себе
panel-keys-reply = Написать ответ
panel-keys-note = Написать заметку
panel-keys-assign = Передать или назначить
panel-keys-snooze = Отложить
panel-keys-tag = Метки
panel-keys-close = Спросить семью, решено ли
panel-keys-queues = Перейти к очередям
panel-keys-search = Искать в переписке
panel-keys-family = Карточка семьи
panel-keys-plan = План помощи
panel-keys-template = Вставить шаблон
panel-keys-send = Отправить
panel-keys-leave = Выйти из поля
panel-keys-help = Эта подсказка
panel-keys-switch = Однобуквенные клавиши включены

## Очереди и список

panel-queues = Очереди
panel-queue-mine = Мои
panel-queue-free = Свободные
panel-queue-centre = Центр
panel-queue-waiting = Ждём семью
panel-queue-snoozed = Отложенные
panel-queue-closed = Закрытые
panel-empty-mine = У вас нет открытых диалогов. Загляните в «Свободные».
panel-empty-free = Никто не ждёт. Хорошая новость!
panel-empty-centre = В центре нет открытых диалогов.
panel-empty-waiting = Ответов от семей не ждём.
panel-empty-snoozed = Вы ничего не откладывали.
panel-empty-closed = Закрытых диалогов пока нет.
panel-choose = Выберите диалог в списке
panel-further = Показать ещё
panel-list-start = В начало списка
panel-row = Обращение { $number }
panel-row-short = № { $number }
panel-unread = { $count ->
    [one] новое сообщение
    [few] новых сообщения
   *[many] новых сообщений
}
panel-you-or-colleague = Центр:
panel-hidden-words = Слова видит только тот, кто ведёт диалог
panel-crisis = Срочно
panel-free = Свободен
panel-late = Ждёт дольше срока: { $time }
panel-due-by = Ответить до { $time }
panel-waits-staff = Ждёт нас
panel-waits-family = Ждём семью
panel-waits-nobody = Никто не ждёт

## Диалог

panel-messages = Сообщения
panel-earlier = Показать более ранние
panel-unread-from-here = Новое
panel-owner-me = Ведёте вы
panel-owner-colleague = Ведёт { $name }
panel-owner-queue = Никто не ведёт
panel-owner-bot = Отвечает бот
panel-waits-since-staff = семья ждёт { $time }
panel-waits-since-family = ждём семью { $time }
panel-waits-since-nobody = сейчас никто не ждёт
panel-close-asked = Спросили семью, решено ли: { $time }
panel-take = Взять себе
panel-return = В очередь
panel-ask-solved = Спросить, решено ли
panel-case-new = новое
panel-case-triage = разбираемся
panel-case-diagnosing = уточняем нужды
panel-case-planned = есть план
panel-case-in_progress = помогаем
panel-case-on_hold = пауза
panel-case-resolved = решено
panel-case-declined = семья отказалась
panel-case-follow_up = проверяем позже
panel-case-closed = закрыто

panel-said-in = Семья, { $time }
panel-said-out = { $name } — семье, { $time }
panel-said-note = Заметка, { $name }, { $time }
panel-note-label = Заметка для своих · { $name }
panel-quote-earlier = Ответ на более раннее сообщение
panel-edited = Изменено в { $time }. Показать, как было
panel-file-save = Скачать: { $name }
panel-photo-alt = Фото от семьи
panel-attach = Прикрепить файлы
panel-kilobytes = { $size } КБ
panel-file-too_big = Слишком большой: попросили прислать иначе
panel-file-failed = Не загрузился: попросили прислать ещё раз
panel-content-text = Сообщение
panel-content-photo = Фото
panel-content-video = Видео
panel-content-video_note = Видеосообщение
panel-content-animation = Анимация
panel-content-voice = Голосовое сообщение
panel-content-audio = Аудио
panel-content-document = Файл
panel-content-sticker = Стикер
panel-content-location = Место на карте
panel-content-venue = Место на карте
panel-content-contact = Контакт
panel-content-poll = Опрос
panel-content-dice = Игральная кость
panel-content-unsupported = Сообщение, которое мы не умеем показать

panel-happening-called = Семья позвала человека
panel-happening-crisis = Срочное сообщение: может быть опасность
panel-happening-taken = { $name } ведёт диалог
panel-happening-released = { $name } возвращает диалог в очередь
panel-happening-assigned = { $name } передаёт диалог
panel-happening-close_asked = { $name } спрашивает семью, решено ли
panel-happening-solved = Семья говорит: решено
panel-happening-transfer_offered = { $name } просит принять диалог
panel-happening-transfer_accepted = { $name } принимает диалог
panel-happening-transfer_refused = { $name } не принимает диалог
panel-happening-transfer_withdrawn = { $name } отзывает передачу
panel-happening-needs_help = Семья ответила: нужна помощь
panel-happening-not_solved = Семья говорит: ещё не решено
panel-happening-declined = Семья говорит: помощь больше не нужна

panel-delivery-queued = В очереди
panel-delivery-sending = Отправляется
panel-delivery-sent = Отправлено
panel-delivery-failed = Не доставлено
panel-delivery-unknown = Неизвестно, дошло ли
panel-retry-failed = Отправить ещё раз
panel-retry-unknown = Отправить ещё раз, даже если придёт дважды
panel-part = Часть { $number } из { $count }

panel-mode = Кому пишете
panel-mode-reply = Ответ семье
panel-mode-note = Заметка
panel-write-note = Написать заметку для своих
panel-words = Текст
panel-words-placeholder = Напишите здесь…
panel-note-warning = Семья этого не увидит
panel-send = Отправить
panel-send-anyway = Всё равно отправить
panel-save-note = Сохранить заметку
panel-draft-saved = Черновик от { $time }
panel-draft-saved-now = Черновик сохранён
panel-draft-unsaved = Черновик не сохранён, пробуем ещё
panel-why-no-reply-owner = Чтобы ответить семье, возьмите диалог себе.
panel-why-no-reply-colleague = Семье отвечает { $name }.
panel-why-no-reply-address = Написать некуда: семья удалила диалог или закрыла его.
panel-notice-taken-by = Диалог уже ведёт { $name }. Ваш текст на месте.
panel-notice-newer = Пока вы писали, { $count ->
    [one] пришло { $count } новое сообщение
    [few] пришло { $count } новых сообщения
   *[many] пришло { $count } новых сообщений
}. Прочитайте выше. Если ответ всё ещё подходит, отправьте его ещё раз.
panel-notice-not-yours = Диалог сейчас никто не ведёт. Возьмите его себе и повторите. Ваш текст на месте.
panel-notice-files-too-big = Слишком много: до { $most } файлов и { $megabytes } МБ за раз. Выберите файлы заново.
panel-notice-too-long = Слишком длинно: до { $most } знаков. Разделите на два сообщения.
panel-notice-nothing = Напишите хотя бы слово.
panel-notice-no-address = Написать некуда: у диалога больше нет адреса.
panel-notice-not-at-work = Этому сотруднику или центру передать нельзя. Выберите другого.
panel-notice-transfer-pending = Диалог уже передают. Дождитесь ответа или отзовите передачу.
panel-notice-not-editable = Изменить можно только свои слова и только в первые двое суток.
panel-notice-another-length = { $count ->
    [one] Новый текст не помещается в одно сообщение. Сократите его или отправьте ещё одно.
   *[other] Прежний текст занимает у семьи несколько сообщений, новый занял бы другое число. Отзовите его и напишите заново.
    }
panel-notice-not-recallable = Отозвать можно только своё сообщение и только в первые двое суток.
panel-notice-not-snoozable = Отложить нельзя: диалог срочный.
panel-notice-not-retryable = Эту часть уже отправили ещё раз.

## Карточка семьи

panel-family = Семья
panel-back-to-talk = К диалогу
panel-family-ticket = Семья { $ticket }
panel-family-no-right = Карточки семей открыты другим сотрудникам.
panel-family-unknown = Человек пишет без анкеты. Согласия на данные он пока не давал, и мы ничего о семье не храним.
panel-family-elsewhere = Эта семья записана в другом центре. Карточка открыта там.
panel-family-no-hand-over = Семья не разрешала показывать анкету специалистам. Спросите в диалоге, если это нужно.
panel-family-answers = Ответы семьи
panel-family-no-answers = Анкету ещё не заполняли.
panel-family-received = Уже получает
panel-received-none = Не сказано
panel-received-unknown = с какого месяца, не помнит
panel-received-remove = Убрать
panel-received-add = Записать, что получает
panel-received-measure = Что
panel-received-since = С какого месяца назначено в последний раз
panel-received-save = Записать
panel-family-plan = План
panel-family-no-plan = В плане пока пусто.
panel-family-consents = Согласия
panel-family-no-consents = Согласий нет.
panel-consent-personal_data = Хранение данных
panel-consent-hand_over = Анкета видна специалистам
panel-consent-proactive = Писать первыми
panel-consent-agencies = Запросы в другие ведомства
panel-consent-given = да, { $date }
panel-consent-withdrawn = отозвано, { $date }
panel-doer-family = семья
panel-doer-centre = центр
panel-doer-agency = ведомство
panel-verdict-yes = Положено: { $count }
panel-verdict-check = Скорее всего положено: { $count }
panel-verdict-ask = Уточнить: { $count }
panel-verdict-asks = — решают:
panel-source-family = слова семьи
panel-source-document = документ
panel-source-agency = ведомство
panel-source-specialist = специалист
panel-answer-disputed = есть другой ответ
panel-answer-stale = пора уточнить
panel-answer-yes = Да
panel-answer-no = Нет
panel-answer-unknown = Не знает
panel-answer-refused = Не хочет отвечать
panel-answer-no-children = Детей нет
panel-answer-disabled-child = { $age }, инвалидность
panel-answer-months = { $from_to }{ $count } мес.
panel-answer-years = { $from_to }{ $count ->
    [one] { $count } год
    [few] { $count } года
   *[many] { $count } лет
}
panel-answer-weeks = { $from_to }{ $count ->
    [one] { $count } неделя
    [few] { $count } недели
   *[many] { $count } недель
}
panel-answer-income-under = до { $high } { $high ->
    [few] прожиточных минимумов
    [many] прожиточных минимумов
   *[other] прожиточного минимума
} на человека
panel-answer-income-over = больше { $low } { $low ->
    [few] прожиточных минимумов
    [many] прожиточных минимумов
   *[other] прожиточного минимума
} на человека
panel-answer-income-between = от { $low } до { $high } { $high ->
    [few] прожиточных минимумов
    [many] прожиточных минимумов
   *[other] прожиточного минимума
} на человека

panel-fact-region = Регион
panel-fact-children = Дети
panel-fact-pregnant = Беременность
panel-fact-pregnancy-weeks = Срок беременности
panel-fact-citizenship-rf = Гражданство России
panel-fact-large-family = Многодетная семья
panel-fact-single-parent = Один родитель
panel-fact-parent-employed = Родитель работает
panel-fact-parent-unemployed = Родитель без работы
panel-fact-parent-student = Родитель учится
panel-fact-child-in-kindergarten = Ребёнок в детском саду
panel-fact-child-at-school = Ребёнок в школе
panel-fact-child-student-fulltime = Ребёнок учится очно
panel-fact-housing-need = Нужно жильё
panel-fact-mortgage = Ипотека
panel-fact-rural = Живут в селе
panel-fact-military-family = Семья военного
panel-fact-income-per-head-ratio = Доход на человека
panel-fact-property-rule-ok = Имущество в пределах правил
panel-fact-child-disabled = Ребёнок с инвалидностью
panel-fact-parent-disabled = Родитель с инвалидностью
panel-fact-guardian = Опека
panel-fact-foster = Приёмная семья
panel-fact-breadwinner-lost = Потеря кормильца
panel-fact-alimony-unpaid = Не платят алименты
panel-fact-domestic-violence = Насилие дома

## Приёмы

panel-agenda-days = Дни
panel-agenda-previous = День раньше
panel-agenda-next = День позже
panel-agenda-centre = Центр
panel-agenda-show = Показать
panel-agenda-empty = На этот день никто не записан.
panel-agenda-no-centre = Ваш центр пока не принимает. Часы и специалистов вносит руководитель.
panel-visit-until = до { $time }
panel-visit-day = Приёмы этого дня
panel-visit-ticket = запись { $ticket }
panel-visit-held = Выбирают время
panel-visit-confirmed = Записаны
panel-visit-arrived = Пришли
panel-visit-done = Приём прошёл
panel-visit-no_show = Не пришли
panel-visit-passed = Как прошёл?
panel-visit-start = Начали приём
panel-waits-report = Ожидание после прихода: обычно { $median } мин, самое долгое { $longest } мин. Дольше 5 минут: { $agreed }, дольше 15: { $queued }.
panel-visit-record-arrived = Пришли
panel-visit-record-done = Приём прошёл
panel-visit-record-no_show = Не пришли
panel-visit-not-now = Так отметить нельзя: у записи уже другое состояние. Ниже — как есть сейчас.
panel-mode-place = В центре
panel-mode-phone = По телефону
panel-mode-video = По видео
panel-mode-home = На дому
panel-mode-village = Выезд в село
panel-family-visits = Записи
panel-family-no-visits = Записей впереди нет.

## Передать, отложить, метки

panel-tools = Передать · Отложить · Метки
panel-offer = Вам передают диалог
panel-offer-from = { $name } просит принять диалог
panel-offer-from-centre = { $name } ({ $centre }) просит принять семью
panel-offer-look = Посмотреть
panel-offer-accept = Принять
panel-offer-refuse = Не могу
panel-offer-withdraw = Отозвать
panel-offered-to = Ждём ответа: { $name }. Пока отвечаете вы.
panel-transfer = Передать
panel-transfer-to = Кому
panel-transfer-choose = Выберите
panel-transfer-centre = Центр: { $name }
panel-transfer-why = Что важно знать
panel-transfer-keeps-reading = Наш центр сможет читать и дальше
panel-transfer-ask = Попросить принять
panel-assign = Назначить
panel-assign-now = Назначить
panel-snooze = Отложить
panel-snooze-lead = Вернётся в список сам или сразу, если семья напишет.
panel-nap-hours = На 3 часа
panel-nap-tomorrow = До завтра
panel-nap-monday = До понедельника
panel-nap-week = На неделю
panel-aside-until = Отложен до { $time }
panel-aside-back = Вернуть в список
panel-tags = Метки
panel-tag-new = Новая метка
panel-tag-help = Несколько — через запятую. Имён и диагнозов в метках не пишем.
panel-tags-save = Сохранить метки
panel-tag-only = Только с меткой «{ $name }».
panel-tag-all = Показать все
panel-take-back = Отозвать
panel-correct = Изменить
panel-correct-lead = Новые слова вместо сообщения от { $time }. Семья увидит пометку «изменено», прежние слова останутся в центре.
panel-correct-save = Сохранить изменение
panel-correct-no = Не менять
panel-correction-queued = Меняем у семьи…
panel-correction-failed = Изменить не вышло: у семьи остались прежние слова.
panel-recall-unseen = Отозвано. Семья этого не увидела.
panel-recall-seen = Отозвано. Семья могла успеть прочесть.
panel-recall-failed = Отозвать не вышло: сообщение осталось у семьи.
panel-away = Когда меня нет
panel-away-lead = В эти дни вашим семьям отвечает коллега. Потом всё само возвращается к вам.
panel-away-line = { $since } — { $until }, отвечает { $name }
panel-away-who = Кого не будет
panel-away-first = Первый день
panel-away-last = Последний день
panel-away-substitute = Кто отвечает
panel-away-save = Сохранить
panel-away-end = Отменить

## Поиск по переписке

panel-search = Поиск по переписке
panel-search-words = Слова или номер обращения
panel-search-go = Найти
panel-search-count = { $count ->
    [one] Нашли { $count } сообщение.
    [few] Нашли { $count } сообщения.
   *[many] Нашли { $count } сообщений.
}
panel-search-none = Ничего не нашли. Попробуйте одно слово.
panel-search-back = К очередям
panel-search-said-in = Семья
panel-search-said-out = { $name }
panel-search-said-note = Заметка, { $name }

## Шаблоны

panel-templates = Шаблоны
panel-templates-lead = То, что вы пишете часто. Видят и меняют все, кто отвечает семьям в вашем центре.
panel-templates-none = Шаблонов пока нет.
panel-template-holes = Сами подставятся:
panel-template-new = Новый шаблон
panel-template-title = Название
panel-template-body = Текст
panel-template-add = Добавить
panel-template-save = Сохранить
panel-template-remove = Удалить
panel-template-strange = Таких подстановок нет: { $names }. Список — выше.
panel-template-bad = Нужны название и текст.
panel-template-which = Шаблон
panel-template-measure = О какой помощи
panel-template-no-measure = Без помощи из списка
panel-template-insert = Вставить

## Сопровождение

panel-board = Сопровождение
panel-board-whose = Чьи семьи
panel-board-mine = Мои
panel-board-all = Весь центр
panel-board-columns = Случаи по состояниям
panel-column-empty = Пусто
panel-to-case = План помощи
panel-case-ticket = Случай { $ticket }
panel-case-talk = Открыть диалог
panel-case-late = Просрочено: { $count }
panel-case-steps = Шагов: { $count }
panel-case-state = Состояние
panel-case-level = Как помогаем
panel-case-move = Сохранить
panel-level-inform = подсказываем
panel-level-help = помогаем с шагом
panel-level-accompany = сопровождаем
panel-case-problem-agencies = Семья ещё не разрешила запрашивать документы в ведомствах. Это включается в боте: «Мои данные» → «Согласия».
panel-case-problem-closed = Случай закрыт. Если семья ответит «ещё не решено», он откроется снова.
panel-case-problem-move = Так перевести нельзя. «Решено» и «закрыто» говорит только сама семья.
panel-case-problem-line = Проверьте поля: не хватает слов или такой строки уже нет.
panel-case-problem-papers = Для этой помощи центр ничего сам не запрашивает.
panel-print = Печать
panel-route = Готовый маршрут
panel-route-help = Добавит цели, шаги, сроки и специалистов. Что уже есть, не повторит.
panel-route-apply = Применить
panel-tasks = Мои дела
panel-tasks-none = Дел нет.
panel-goals = Цели
panel-goals-none = Целей пока нет.
panel-goal-new = Новая цель
panel-goal-reached = достигнута
panel-goal-dropped = снята
panel-goal-make-reached = Достигнута
panel-goal-make-dropped = Снять
panel-goal-make-open = Вернуть
panel-add = Добавить
panel-route-sheet = Маршрутный лист
panel-steps-of-family = Делает семья
panel-steps-of-centre = Делает центр
panel-steps-of-agency = Делает ведомство
panel-step-due = до { $date }
panel-step-late = просрочено
panel-step-done = сделано
panel-step-make-done = Сделано
panel-step-make-dropped = Убрать
panel-step-make-open = Вернуть
panel-step-new = Новый шаг
panel-step-words = Что сделать
panel-step-who = Кто делает
panel-step-until = До какого дня
panel-step-assignee = Кто в центре
panel-step-nobody = Пока никто
panel-step-agency = Какое ведомство
panel-step-days = Ответ через, рабочих дней
panel-papers = Запросить документы за семью
panel-papers-measure = Для какой помощи
panel-papers-ask = Запросить всё, что положено центру
panel-asked-due = запрос { $sent }, ответ до { $due }
panel-awaited = Ждём ответа ведомств: { $count }
panel-check-ins = Когда заглянуть
panel-check-ins-lead = Дни, когда вы сами пишете семье, даже если она молчит.
panel-check-ins-none = Дней пока нет.
panel-check-new = Новый день
panel-check-done = Заглянули
panel-check-undo = Ещё нет

## Предложения и оценки

panel-proposals = Предложения
panel-proposals-lead = Что семьи хотят изменить. Ваш ответ они увидят в боте.
panel-proposals-none = Предложений пока нет.
panel-proposal-state = Что с этим
panel-proposal-answer = Слово семье
panel-proposal-save = Сохранить
panel-proposal-new = Получили
panel-proposal-considered = Думаем
panel-proposal-accepted = Сделаем
panel-proposal-done = Сделано
panel-proposal-declined = Пока не можем
panel-rating = Оценка семьи: { $stars } из 5
