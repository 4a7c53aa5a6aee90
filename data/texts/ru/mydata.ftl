### Мои данные: что хранится, выгрузка, согласия, удаление.

mydata-family = <b>Что я храню о вашей семье</b>
mydata-visitor = <b>Что я храню о вас</b>
mydata-at-the-centre =
    Ваши данные хранит центр. Список и копию выдаст специалист центра при встрече.
mydata-nothing = Ничего. Ни ответов, ни записей, ни сообщений.
mydata-kept = Сейчас у нас есть:
mydata-kept-fact = • { $count ->
    [one] { $count } ответ на вопросы
    [few] { $count } ответа на вопросы
   *[many] { $count } ответов на вопросы
}
mydata-kept-plan-step = • { $count ->
    [one] { $count } шаг в плане
    [few] { $count } шага в плане
   *[many] { $count } шагов в плане
}
mydata-kept-appointment = • { $count ->
    [one] { $count } запись на приём
    [few] { $count } записи на приём
   *[many] { $count } записей на приём
}
mydata-kept-request = • { $count ->
    [one] { $count } обращение в центр
    [few] { $count } обращения в центр
   *[many] { $count } обращений в центр
}
mydata-kept-message = • { $count ->
    [one] { $count } сообщение из переписки с центром
    [few] { $count } сообщения из переписки с центром
   *[many] { $count } сообщений из переписки с центром
}
mydata-phone = • номер телефона: { $phone }
mydata-no-phone = Номера телефона у нас нет.
mydata-kept-basics = • номер этого чата, ваш центр, часовой пояс и согласия
mydata-export = 📦 Скачать всё
mydata-consents = ✍️ Согласия
mydata-erase = 🗑 Стереть всё
mydata-file-json = moi-dannye.json
mydata-file-text = moi-dannye.txt
mydata-caption-json = Всё, что хранится о вас. Этот файл — для программ.
mydata-caption-text = А этот файл можно просто прочитать.
mydata-erase-ask =
    <b>Стереть всё?</b>

    Исчезнут ответы, план, номер телефона, согласия и переписка с центром. Записи на приём отменятся. Вернуть их будет нельзя.

    Если в семье есть второй взрослый, общий план останется у него.
mydata-erase-yes = Да, стереть всё
mydata-erase-no = Нет, оставить
mydata-erased =
    <b>Всё стёрто.</b>

    О вас здесь больше ничего нет. Сообщения в самом чате удалите сами: это можете только вы.
mydata-certificate =
    Номер акта об уничтожении: <b>{ $number }</b>

    В акте нет ничего о вас: только номер, время и сколько строк уничтожено.
mydata-visitor-again = Теперь мы снова незнакомы. Если понадоблюсь, я рядом.

## Согласия

consents-list =
    <b>Ваши согласия</b>

    Нажмите на любое, чтобы прочитать его. Дать или отозвать можно в любой день.
consent-name-personal-data = Хранить данные
consent-name-hand-over = Показывать ответы специалистам
consent-name-proactive = Писать первым
consent-name-agencies = Запрашивать справки
consent-button-given = ✓ { $name }
consent-button-not-given = { $name }: нет
consent-state-given = <i>Сейчас: вы согласны.</i>
consent-state-not-given = <i>Сейчас: согласия нет.</i>
consent-give = ✓ Даю согласие
consent-withdraw = Отозвать согласие
consent-erase = Отозвать и всё стереть

## Файл с данными

export-head = Ваши данные. Файл собран { $moment }
export-moment = { $day }, { $time }

export-section-family = Семья
export-section-adult = Взрослый
export-section-consent = Согласия
export-section-fact = Ответы на вопросы
export-section-plan_step = План
export-section-proposal = Предложения
export-section-goal = Цели
export-section-agency_request = Запросы центра в ведомства
export-section-need = Что важно
export-section-received = Уже получаете
export-section-appointment = Записи на приём
export-section-notice = О чём мы вам написали первыми
export-section-news = О каких изменениях правил мы вам написали
export-section-check_in = Вопрос «Как у вас дела?»
export-section-waiting = Где вы ждёте свободное время
export-section-enrolment = Кружки и события
export-section-request = Обращения
export-section-message = Переписка
export-section-alarm = Срочные вызовы

export-field-ticket = Номер
export-field-created_at = С какого времени
export-field-name = Имя
export-field-phone = Телефон
export-field-language = Язык для разговора
export-field-joined_at = С какого времени
export-field-purpose = Для чего
export-field-version = Версия текста
export-field-given_at = Дано
export-field-withdrawn_at = Отозвано
export-field-fact = Вопрос
export-field-value = Ответ
export-field-not_answered = Ответ
export-field-author = Кто сказал
export-field-recorded_at = Когда
export-field-measure = Помощь
export-field-since = С какого дня получаете
export-field-need = Тема
export-field-words = Что сделать
export-field-proposal_state = Что с предложением
export-field-goal = Что с целью
export-field-agency = Ведомство
export-field-sent_on = Отправлен
export-field-agency_state = Где запрос
export-field-how = Ваш ответ
export-field-doer = Кто делает
export-field-state = Состояние
export-field-due_on = До какого дня
export-field-service = Услуга
export-field-gathering = Кружок или событие
export-field-age = Возраст ребёнка
export-field-specialist = Специалист
export-field-centre = Центр
export-field-starts_at = Начало, по времени центра
export-field-mode = Как
export-field-settlement = Куда приезжают
export-field-address = Адрес
export-field-status = Состояние
export-field-number = Номер обращения
export-field-channel = Откуда
export-field-opened_at = Открыто
export-field-closed_at = Закрыто
export-field-case = Номер дела
export-field-case_state = Состояние дела
export-field-from = От кого
export-field-said_at = Когда
export-field-kind = Что это
export-field-text = Текст
export-field-files = Файлы

export-purpose-personal-data = хранить данные
export-purpose-hand-over = показывать ответы специалистам
export-purpose-proactive = писать первым
export-purpose-agencies = запрашивать справки
export-author-adult = семья
export-author-staff = специалист центра
export-author-system = программа
export-doer-family = семья
export-proposal-state-new = получено
export-proposal-state-considered = центр думает
export-proposal-state-accepted = принято
export-proposal-state-done = сделано
export-proposal-state-declined = отклонено
export-how-managing = справляемся
export-how-help = нужна помощь
export-how-later = пока не начали
export-goal-open = идём к ней
export-goal-reached = достигнута
export-goal-dropped = снята
export-agency-state-asked = ждём ответа
export-agency-state-answered = ответ получен
export-agency-state-refused = не получили
export-doer-centre = центр
export-doer-agency = ведомство
export-state-open = не сделано
export-state-done = сделано
export-state-dropped = убрано из плана
export-mode-place = в центре
export-mode-phone = по телефону
export-mode-video = по видео
export-mode-home = на дому
export-mode-village = выезд в посёлок
export-status-held = время выбрано, запись не подтверждена
export-status-expired = не подтверждена
export-status-confirmed = запись подтверждена
export-status-cancelled = отменена
export-status-arrived = семья пришла
export-status-done = приём прошёл
export-status-no-show = встреча не состоялась
export-status-passed = время прошло
export-case-state-new = новое
export-case-state-triage = разбираемся, чем помочь
export-case-state-diagnosing = выясняем, что нужно
export-case-state-planned = есть план
export-case-state-in-progress = в работе
export-case-state-on-hold = на паузе
export-case-state-resolved = решено
export-case-state-declined = семья отказалась
export-case-state-follow-up = смотрим, всё ли хорошо
export-case-state-closed = закрыто
export-from-family = семья
export-from-centre = центр
export-kind-text = сообщение
export-kind-photo = фото
export-kind-video = видео
export-kind-video-note = видеосообщение
export-kind-animation = анимация
export-kind-voice = голосовое сообщение
export-kind-audio = звук
export-kind-document = файл
export-kind-sticker = стикер
export-kind-location = место на карте
export-kind-venue = место на карте
export-kind-contact = контакт
export-kind-poll = опрос
export-kind-dice = игральная кость
export-kind-unsupported = сообщение другого вида

export-language-armenian = { spoken-armenian }
export-language-azerbaijani = { spoken-azerbaijani }
export-language-bashkir = { spoken-bashkir }
export-language-chechen = { spoken-chechen }
export-language-english = { spoken-english }
export-language-kazakh = { spoken-kazakh }
export-language-kyrgyz = { spoken-kyrgyz }
export-language-sign = { spoken-sign }
export-language-tajik = { spoken-tajik }
export-language-tatar = { spoken-tatar }
export-language-ukrainian = { spoken-ukrainian }
export-language-uzbek = { spoken-uzbek }
