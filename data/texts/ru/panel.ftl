### Слова рабочего места куратора. Коротко, по-человечески, на «вы».

## Рамка

panel-brand = Рядом
panel-skip = Сразу к содержанию
panel-nav = Разделы
panel-nav-inbox = Диалоги
panel-nav-appointments = Приёмы
panel-nav-account = Мой вход
panel-help = Клавиши
panel-sign-out = Выйти
panel-back = Назад
panel-close = Закрыть
panel-cancel = Отменить

panel-live-off = Нет связи с сервером. Обновления придут, как только она вернётся.
panel-signed-out = Сеанс закончился. Набранный текст на месте.
panel-signed-out-link = Войти снова в новой вкладке
panel-new-message = Новое сообщение: { $name }

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
panel-session-device = Браузер
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
panel-keys-or = или
