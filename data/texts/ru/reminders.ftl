### Напоминания о записи. Их видно на экране блокировки, поэтому услуга и специалист здесь не называются.

reminder-month =
    { $month ->
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
reminder-family-month =
    { $family_month ->
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
reminder-clock =
    { $clocks ->
        [two] Это время центра. У вас будет { $family_time }, { $family_day } { reminder-family-month }.
       *[one] Это время центра.
    }
reminder-place =
    { $mode ->
        [place] Ждём вас: { $centre }.
        [phone] Разговор по телефону. { $centre }. Если ещё не сказали, куда вам звонить, откройте запись: номер можно записать там.
        [video] Встреча по видео. { $centre }.
        [home] Специалист приедет к вам домой. { $centre }.
       *[village] Специалисты приедут к вам в посёлок. { $centre }.
    }

reminder-day-before =
    Напоминаю о записи: <b>{ $day } { reminder-month }, { $time }</b>.
    { reminder-clock }

    { reminder-place }

    Не получается? Перенесите или отмените, и время достанется другой семье.

reminder-hours-before =
    Скоро ваша встреча: <b>{ $day } { reminder-month }, { $time }</b>.
    { reminder-clock }

    { reminder-place }

reminder-open = Посмотреть запись

## Центр записал семью, перенёс или отменил встречу

visit-booked-letter =
    Вас записали: <b>{ $day } { reminder-month }, { $time }</b>.
    { reminder-clock }

    { reminder-place }

    Что приготовить, смотрите в записи. Не подходит? Там же можно выбрать другое время или отменить.
visit-moved-letter =
    Время вашей встречи изменилось. Теперь: <b>{ $day } { reminder-month }, { $time }</b>.
    { reminder-clock }

    { reminder-place }
visit-moved-other-letter =
    Время вашей встречи изменилось. Теперь: <b>{ $day } { reminder-month }, { $time }</b>.
    { reminder-clock }

    Специалист тоже будет другой. Кто именно, смотрите в записи.
    { reminder-place }
visit-giver-letter =
    На вашей встрече будет другой специалист. Кто именно, смотрите в записи.
    Время прежнее: <b>{ $day } { reminder-month }, { $time }</b>.
    { reminder-clock }

    { reminder-place }
visit-giver-was = Если это вам не подходит, откройте запись: там можно выбрать другое время или отменить. Или позовите человека, он поможет.
visit-moved-was =
    Было: { $day } { reminder-month }, { $time }{ $clocks ->
        [two] , у вас { $family_time }, { $family_day } { reminder-family-month }.
       *[one] .
    }

    Не подходит? Откройте запись, там можно выбрать другое время или отменить. Или позовите человека, он поможет.
visit-cancelled-letter =
    Ваша встреча отменена: <b>{ $day } { reminder-month }, { $time }</b>.
    { reminder-clock }

    { $mode ->
        [place] Приезжать к этому времени не нужно. { $centre }.
        [phone] Звонка в это время не будет. { $centre }.
        [video] Видеовстречи в это время не будет. { $centre }.
        [home] Специалист в это время не приедет. { $centre }.
       *[village] Специалисты в это время не приедут. { $centre }.
    }

    Если вопрос остался, выберите другое время или позовите человека. Мы рядом.
