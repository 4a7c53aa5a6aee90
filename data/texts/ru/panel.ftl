### Слова рабочего места куратора. Коротко, по-человечески, на «вы».

## Рамка

panel-brand = Рядом
panel-skip = Сразу к содержанию
panel-nav = Разделы
panel-nav-inbox = Диалоги
panel-nav-appointments = Приёмы
panel-nav-waiting = Очередь
panel-nav-gatherings = Кружки
panel-nav-centre = Центр
panel-help = Клавиши
panel-sign-out = Выйти
panel-back = Назад
panel-close = Закрыть

panel-live-off = Нет связи с сервером. Обновления придут, как только она вернётся.
panel-signed-out = Сеанс закончился. Набранный текст на месте.
panel-signed-out-link = Войти снова в новой вкладке
panel-new-message = Новое сообщение:

## Время

panel-today = Сегодня
panel-yesterday = Вчера
panel-tomorrow = Завтра
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
panel-keys-close = Спросить семью, решено ли
panel-keys-search = Перейти к очередям
panel-keys-family = Карточка семьи
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
panel-queue-closed = Закрытые
panel-empty-mine = У вас нет открытых диалогов. Загляните в «Свободные».
panel-empty-free = Никто не ждёт. Хорошая новость!
panel-empty-centre = В центре нет открытых диалогов.
panel-empty-waiting = Ответов от семей не ждём.
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

## Приёмы: неделя, запись семьи, перенос

panel-agenda-views = Вид
panel-agenda-week-before = Неделя раньше
panel-agenda-week-after = Неделя позже
panel-agenda-this-week = Эта неделя
panel-agenda-week-empty = На эту неделю никто не записан.
panel-agenda-day = День
panel-agenda-week = Неделя
panel-agenda-specialist = Специалист
panel-agenda-everybody = Все
panel-book = Записать семью
panel-book-who = Кого и к кому
panel-book-family = Номер семьи
panel-book-service = Услуга
panel-book-mode = Как
panel-book-show = Показать время
panel-book-no-messenger = Семья без мессенджера
panel-book-paper = Возьмите у семьи согласие на бумаге. Имя и телефон сюда не вносятся: семье достаточно её номера.
panel-book-enter = Согласие подписано, завести семью
panel-book-when = Когда · семья { $family }
panel-book-day = День
panel-book-on-day = Свободное время в этот день:
panel-book-nearest = Ближайшее свободное время:
panel-book-nothing = Свободного времени нет.
panel-book-nothing-suits = Ничего не подходит
panel-book-part = Когда удобно
panel-book-wait = Поставить в очередь
panel-book-problem-family = Такой семьи в вашем центре нет. Проверьте номер.
panel-book-problem-taken = Это время только что занял кто-то другой. Ниже — что свободно сейчас.
panel-book-problem-outside_hours = В это время приёма нет.
panel-book-problem-too_soon = До этого времени осталось слишком мало.
panel-book-problem-too_far = Так далеко вперёд запись не открыта.
panel-book-problem-not_offered = Сюда сейчас не записывают.
panel-book-problem-limit = У семьи уже две такие записи впереди.
panel-book-problem-hold_over = Время прошло, его заняли.
panel-book-problem-not-now = С этой записью так уже нельзя: её состояние поменялось.
panel-part-any = в любое время
panel-part-morning = до 12
panel-part-afternoon = с 12 до 16
panel-part-evening = с 16
panel-visit-status-held = Выбирают время
panel-visit-status-expired = Не подтверждена
panel-visit-status-confirmed = Записаны
panel-visit-status-cancelled = Отменена
panel-visit-status-arrived = Пришли
panel-visit-status-done = Приём прошёл
panel-visit-status-no_show = Не пришли
panel-visit-status-passed = Время прошло
panel-visit-print = Страницу можно напечатать: на бумаге останется только сама запись.
panel-visit-move = Перенести
panel-visit-move-lead = Прежнее время освободится, только когда новое получено. Семье придёт новое напоминание.
panel-visit-cancel-title = Отменить
panel-visit-cancel-lead = Время сразу предложат тем, кто ждёт.
panel-visit-cancel = Отменить запись

## Очередь

panel-waiting-title = Кто ждёт время
panel-waiting-lead = Время предлагается по очереди, каждое — одной семье на двадцать минут. Семье без мессенджера позвоните сами.
panel-waiting-family = семья { $ticket }
panel-waiting-place = место { $place }
panel-waiting-since = ждёт: { $day }
panel-waiting-offered = предложено: { $day }, { $time }; держим до { $until }
panel-waiting-end = Больше не ждёт
panel-waiting-none = Никто не ждёт.

## Центр: люди, часы, услуги

panel-centres-title = Центры
panel-centres-none = За вами не закреплено ни одного центра.
panel-centre-no-address = адрес не указан
panel-centre-opened = Запись открыта
panel-centre-closed = Запись закрыта
panel-centre-zone = Часы центра: { $zone }
panel-centre-hit = Часы поменялись, а эти записи в них не попадают ({ $count }). Позвоните семьям и перенесите:
panel-centre-open-title = Открыть запись
panel-centre-missing = Чтобы открыть запись, не хватает:
panel-centre-missing-specialist = специалиста
panel-centre-missing-hours = часов работы хотя бы одного специалиста
panel-centre-missing-service = услуги, которую кто-то ведёт
panel-centre-missing-address = адреса
panel-centre-open = Открыть запись для семей
panel-centre-close = Закрыть запись (записанные останутся)
panel-save = Сохранить
panel-centre-describe = Адрес и телефон
panel-centre-address = Адрес, как его прочтёт семья: улица, дом, этаж
panel-centre-phone = Телефон
panel-centre-people = Специалисты и их часы
panel-centre-hours-lead = Пишите как удобно: «9–13, 14–18». Пусто — выходной. Праздники и короткие дни программа знает сама.
panel-centre-nobody = Пока никого.
panel-centre-left = не работает
panel-centre-no-hours = нет часов
panel-centre-save-hours = Сохранить часы
panel-centre-name = Как зовут
panel-centre-works = работает
panel-centre-new-person = Новый специалист, как его увидит семья
panel-centre-add = Добавить
panel-centre-rooms = Кабинеты
panel-centre-room = Кабинет
panel-centre-room-works = в работе
panel-centre-new-room = Новый кабинет: номер и этаж
panel-centre-services = Услуги
panel-centre-minutes = { $minutes } мин
panel-centre-nobody-gives = никто не ведёт
panel-centre-assign = Назначить
panel-centre-who = Кто ведёт
panel-centre-where = Где
panel-centre-no-room = без кабинета
panel-centre-stop = Убрать
panel-centre-new-service = Новая услуга
panel-centre-service-title = Название, как его увидит семья
panel-centre-speciality = Направление
panel-speciality-lawyer = юрист
panel-speciality-psychologist = психолог
panel-speciality-social = специалист по социальной работе
panel-speciality-speech_therapist = логопед
panel-speciality-other = другое
panel-centre-length = Сколько минут длится
panel-centre-buffer = Перерыв после, минут
panel-centre-travel = Дорога в одну сторону при выезде, минут
panel-centre-modes = Как можно прийти
panel-centre-days = Особые дни
panel-centre-whole = весь центр
panel-centre-day = День
panel-centre-for-whom = У кого
panel-centre-all-day = закрыто весь день
panel-centre-closed-words = Закрыто в часы
panel-centre-open-words = Работает в часы (вместо обычных)
panel-centre-day-lead = Пустая строка возвращает обычный день. Весь центр можно только закрыть.
panel-centre-open-hours = работает { $hours }
panel-centre-closed-hours = закрыто { $hours }
panel-centre-problem-hours = Не понял часы. Пишите так: «9–13, 14–18», минуты кратны пяти.
panel-centre-problem-words = Заполните название: не длиннее, чем поместится в строку.
panel-centre-problem-minutes = Минуты — от 5 до 480, кратно пяти.
panel-centre-problem-modes = Отметьте хотя бы один способ прийти.
panel-centre-problem-day = Укажите день.
panel-centre-problem-only-people-open = Весь центр можно только закрыть. Часы работы указывают у специалиста.
panel-centre-problem-not-ready = Открыть рано: не всё заполнено.
panel-centre-problem-gone = Этого уже нет. Ниже — как есть сейчас.

## Кружки и события

panel-gathering-club = кружок
panel-gathering-event = событие
panel-gathering-open_day = день открытых дверей
panel-gathering-none = Пока ничего нет.
panel-gathering-next = ближайшая встреча { $when }, всего впереди: { $count }
panel-gathering-over = все встречи прошли
panel-gathering-taken = занято { $taken } из { $capacity }
panel-gathering-new = Новый кружок или событие
panel-gathering-kind = Что это
panel-gathering-title = Название, как его увидит семья
panel-gathering-about = Коротко: что там делают, что взять с собой
panel-gathering-place = Где: зал, этаж
panel-gathering-capacity = Сколько мест
panel-gathering-first-age = Возраст от
panel-gathering-last-age = Возраст до
panel-gathering-age-lead = Без возраста приходит сама семья, и о ребёнке ничего не спрашивают.
panel-gathering-day = Первая встреча
panel-gathering-starts = Начало
panel-gathering-ends = Конец
panel-gathering-weeks = Сколько недель подряд
panel-gathering-ages = от { $first } до { $last } лет
panel-gathering-hidden = семьи не видят
panel-gathering-hide = Больше не показывать семьям
panel-gathering-show = Показать семьям
panel-gathering-enrolled = Записаны: { $count }
panel-gathering-nobody = Пока никто.
panel-gathering-queue = Ждут места: { $count }
panel-gathering-age = ребёнку { $age }
panel-gathering-child-age = Сколько лет ребёнку
panel-gathering-enrol = Записать
panel-gathering-free = Освободить место
panel-gathering-came = Кто пришёл { $when }
panel-gathering-not-recorded = Ещё не отмечено.
panel-gathering-problem-words = Проверьте название и число мест.
panel-gathering-problem-ages = Возраст укажите с двух сторон, сначала меньший.
panel-gathering-problem-times = Проверьте день и часы: встреча должна быть впереди, а конец — позже начала.
panel-gathering-problem-family = Такой семьи в вашем центре нет. Проверьте номер.
panel-gathering-problem-age = По возрасту не подходит.
panel-gathering-problem-enough = У семьи уже пять мест здесь.
