### Дежурство: вызовы в чат сотрудника и страницы панели. В вызове нет ни слова семьи.

duty-chat-linked = { $name }, готово: срочные вызовы придут сюда. Слов семьи в них не будет.
duty-chat-wrong = Код не подошёл. Возьмите новый в панели, на странице «Дежурство».

duty-alert-duty = 🔔 Срочный вызов <b>{ $number }</b>: { $centre }. Откройте панель и возьмите его.
duty-alert-lead = 🔔 Две минуты без ответа. Срочный вызов <b>{ $number }</b>: { $centre }. Откройте панель.
duty-alert-second-line = 🔔 Пять минут без ответа. Срочный вызов <b>{ $number }</b>: { $centre }. Откройте панель.
duty-drill-duty = 🧪 УЧЕБНАЯ ТРЕВОГА <b>{ $number }</b>: { $centre }. Откройте панель и ответьте на неё.
duty-drill-lead = 🧪 УЧЕБНАЯ ТРЕВОГА <b>{ $number }</b>, две минуты без ответа: { $centre }. Откройте панель.
duty-drill-second-line = 🧪 УЧЕБНАЯ ТРЕВОГА <b>{ $number }</b>, пять минут без ответа: { $centre }. Откройте панель.

## Панель: срочные вызовы

panel-nav-duty = Дежурство
panel-nav-roster = График дежурств
panel-alarm-urgent = Срочный вызов
panel-alarm-drill = Учебная тревога
panel-alarm-line = { $number } · { $centre } · поднят: { $time }
panel-alarm-come = Иду
panel-alarm-here = Я здесь
panel-alarm-announced = Срочный вызов ждёт человека
panel-alarm-number = Вызов { $number }
panel-alarm-raised = Поднят: { $time }
panel-alarm-nobody = никто не взял
panel-alarm-with = взял(а) { $name }
panel-alarm-open = Открыть диалог
panel-alarm-waits = Возможно, кто-то в опасности. Вызов поднят: { $time }.
panel-alarm-taken = Возможно, кто-то в опасности. С семьёй сейчас: { $name }.
panel-alarm-mistaken = Семья нажала «Это ошибка». Посмотрите сами: телефон мог быть в чужих руках.
panel-alarm-called-mistake = семья: «Это ошибка»
panel-alarm-over = Опасность миновала
panel-unsafe = Семья скрыла переписку: телефон могут смотреть. Ей ничего не уходит, ваш ответ тоже. Сначала найдите безопасный способ связи.
panel-unsafe-clear = Писать можно

panel-danger-suicide = мысли о смерти
panel-danger-self_harm = вредит себе
panel-danger-domestic_violence = насилие дома
panel-danger-child_abuse = обижают ребёнка
panel-danger-child_missing = пропал ребёнок
panel-danger-hunger_no_food = нечего есть
panel-danger-eviction_homeless = негде жить
panel-danger-acute_medical = срочно плохо со здоровьем

## Панель: дежурство

panel-duty-now = Кто на дежурстве
panel-duty-line-first = Дежурный
panel-duty-line-second = Вторая линия
panel-duty-lead = Руководитель
panel-duty-nobody = никого
panel-duty-no-lead = не назначен
panel-duty-no-second = никого: через пять минут вызов придёт всем, кто отвечает на срочные
panel-duty-nobody-means = Сейчас никто не дежурит. Семье не обещают передать слова дежурному, а вызов сразу идёт руководителю.
panel-duty-reachable = есть чат
panel-duty-alarms = Открытые вызовы
panel-duty-quiet = Открытых вызовов нет.
panel-duty-notice-running = Учебная тревога уже идёт.
panel-duty-notice-gone = Вызова уже нет: его завершил кто-то из коллег.
panel-duty-notice-cleared = Отметку уже снял кто-то из коллег.
panel-rung-duty = Дежурный
panel-rung-lead = Повтор и руководитель, через 2 минуты
panel-rung-second_line = Вторая линия, через 5 минут
panel-rung-state-waiting = будет в { $time }
panel-rung-state-fired = { $time }, человек: { $count }
panel-rung-state-dropped = не понадобилось

panel-duty-report = Как быстро отвечаем
panel-duty-report-lead = За 90 дней, пока кто-то дежурил. Обещание: первый ответ человека за пять минут в 95 % случаев.
panel-duty-real = Настоящие вызовы
panel-duty-drills = Учебные
panel-duty-unattended = Без дежурного
panel-duty-none-yet = не было
panel-duty-share = { $share } % за пять минут, всего { $count }
panel-duty-share-good = обещание держим
panel-duty-share-bad = не успеваем
panel-drill-last = Последняя учебная тревога: { $day }.
panel-drill-never = Учебных тревог ещё не было.
panel-drill-due = пора провести
panel-drill-start = Начать учебную тревогу
panel-drill-lead = Пройдёт всю лестницу вызовов с пометкой «учебная». Семьи её не видят. Проводите раз в неделю.

panel-duty-chat = Вызовы в ваш чат
panel-duty-chat-none = Срочные вызовы приходят только в панель.
panel-duty-chat-linked = Вызовы приходят и в ваш чат с ботом. Чат привязан: { $day }.
panel-duty-chat-code = Получить код для чата
panel-duty-chat-forget = Отвязать чат
panel-duty-code = Напишите боту (код работает до { $time }):

panel-silent-title = Кому нельзя писать
panel-silent-lead = Эти семьи скрыли переписку. Им не уходит ничего, даже напоминания о приёме. Сначала найдите безопасный способ связи.
panel-silent-family = Семья { $ticket }
panel-silent-visitor = Человек без анкеты

panel-heard-title = Послушать ещё раз
panel-heard-lead = Слабые сигналы и нажатия «Это ошибка» за две недели. Слов семьи здесь нет.
panel-heard-soft = слабый сигнал
panel-heard-signs = признаки: { $signs }
panel-heard-done = Посмотрел(а)
panel-heard-empty = Всё просмотрено.

## Панель: график дежурств

panel-roster-title = График дежурств
panel-roster-open = Изменить график
panel-roster-lead = Все часы здесь — { $clock }. Если на дату есть своя строка, строки недели в этот день не действуют.
panel-roster-lines = Кто и когда
panel-roster-hours = { $starts }–{ $ends }
panel-roster-nobody = никто не дежурит
panel-roster-unable = больше не отвечает здесь
panel-roster-remove = Убрать
panel-roster-empty = Пока никого. Пока график пуст, бот никому не обещает дежурного.
panel-roster-add = Добавить
panel-roster-who = Кто
panel-roster-nobody-that-day = Никто (только на дату)
panel-roster-line = Линия
panel-roster-weekly = Каждую неделю
panel-roster-once = В один день
panel-roster-day = Дата
panel-roster-starts = С
panel-roster-ends = До
panel-roster-night = Если «до» раньше, чем «с», дежурство кончается на следующий день.
panel-roster-put = Поставить на дежурство
panel-roster-problem-unclear = Выберите дни недели или дату и укажите часы.
panel-roster-problem-cannot = Этот человек не отвечает семьям в этом центре.
panel-weekday-1 = понедельник
panel-weekday-2 = вторник
panel-weekday-3 = среда
panel-weekday-4 = четверг
panel-weekday-5 = пятница
panel-weekday-6 = суббота
panel-weekday-7 = воскресенье

## Панель: телефоны помощи

panel-helplines-link = Телефоны помощи: какие пора прозвонить
panel-helplines-title = Телефоны помощи
panel-helplines-lead = Позвоните, убедитесь, что отвечает та самая служба, и передайте день звонка редактору: он запишет его в data/crisis/lines.yaml, поле verified_on. Звонок годится 90 дней.
panel-helplines-to-ring = { $count ->
    [one] { $count } номер, который видят семьи, давно не прозванивали.
    [few] { $count } номера, которые видят семьи, давно не прозванивали.
   *[many] { $count } номеров, которые видят семьи, давно не прозванивали.
}
panel-helplines-all-rung = Все номера, которые видят семьи, прозвонены не раньше 90 дней назад.
panel-helplines-no-own = { $centre }: в регионе нет своей линии помощи.
panel-helpline-fresh = прозвонен { $day }
panel-helpline-old = звонили давно, { $day }
panel-helpline-never = не прозванивали
panel-helpline-hidden = семьям не показываем
panel-helpline-no-number = без номера: страница или место
