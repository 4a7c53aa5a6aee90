### Кружки, события и дни открытых дверей.

button-gatherings = 🎨 Кружки и события
gatherings-list =
    <b>Кружки и события</b>

    { $centre }. Всё бесплатно. Нажмите на название: там подробности и запись.
gatherings-none =
    <b>Кружки и события</b>

    { $centre }. Новых занятий пока нет. Появятся — покажу их здесь.
gatherings-no-centre =
    <b>Кружки и события</b>

    Сначала выберите ваш центр, и я покажу, куда можно прийти.
gathering-mine = ✓ { $line }
gathering-waits = 🔔 { $line }
gathering-what = <b>{ $title }</b>
gathering-about = { $about }
gathering-club = Кружок
gathering-event = Событие
gathering-open-day = День открытых дверей
gathering-ages = Возраст: от { $first } до { $last } { $last ->
        [one] года
       *[other] лет
    }
gathering-ages-same = Возраст: { $first } { $first ->
        [one] год
        [few] года
       *[many] лет
    }
gathering-when = 🗓 <b>{ $day }, { $time }</b>
gathering-more = и ещё { $count ->
        [one] { $count } встреча
        [few] { $count } встречи
       *[many] { $count } встреч
    }: { $days }
gathering-off = ✖ Не состоится: { $days }
gathering-where = 📍 { $place }
gathering-room = 🚪 { $room }
gathering-places = Свободно мест: { $left } из { $capacity }
gathering-full = Мест сейчас нет. Можно встать в очередь: освободится место — оно ваше, и я напишу.
gathering-enrolled = ✓ <b>Место за вами</b>{ $child }
gathering-queued = 🔔 <b>Вы в очереди</b>{ $child }. { $ahead ->
        [0] Вы первые.
       *[other] Перед вами: { $ahead }.
    }
gathering-child = : ребёнок, { $age ->
        [one] { $age } год
        [few] { $age } года
       *[many] { $age } лет
    }
gathering-enrol = ✓ Записаться
gathering-enrol-child = ✓ Записать ребёнка
gathering-queue = 🔔 Встать в очередь
gathering-give-up = Освободить место
gathering-give-up-one = Освободить место: { $age } { $age ->
        [one] год
        [few] года
       *[many] лет
    }
gathering-stop = Больше не ждать
gathering-stop-one = Больше не ждать: { $age } { $age ->
        [one] год
        [few] года
       *[many] лет
    }
gathering-leave-ask =
    <b>Освободить место?</b>

    Его сможет занять другая семья.
gathering-stop-ask =
    <b>Больше не ждать места?</b>

    Если передумаете, придётся встать в конец очереди.
gathering-leave-yes = Да
gathering-left = Место освободил. Спасибо, что сказали: оно пригодится другой семье.
gathering-place-awaited = 🔔 Жду место: { $title }
gathering-calendar-caption = Откройте этот файл, и встречи появятся в календаре телефона.
gathering-calendar-withdrawn = Откройте этот файл, и встречи исчезнут из календаря телефона.
gathering-age =
    <b>Сколько лет ребёнку?</b>

    { $title }. Нужен только возраст, имя не спрашиваю.
gathering-consent = Чтобы записать, мне нужно ваше согласие. Вот оно целиком:
gathering-yes-consent = ✓ Даю согласие, запишите
gathering-enough = У вашей семьи здесь уже пять мест. Больше не записываю, чтобы хватило и другим.
gathering-outdated = Сюда уже не записывают. Открываю меню.
gatherings-back = ← Все кружки и события

## Письма: их видно на экране блокировки, поэтому ни ребёнок, ни название здесь не стоят.

gathering-place-letter =
    Освободилось место, которого вы ждали. Теперь оно ваше.
    Ближайшая встреча: <b>{ $day } { reminder-month }, { $time }</b>.
    { reminder-clock }

    { $centre }. Не получится прийти — освободите место, и оно достанется другим.
gathering-reminder-letter =
    Напоминаю о встрече: <b>{ $day } { reminder-month }, { $time }</b>.
    { reminder-clock }

    Ждём вас: { $centre }.
gathering-open = Что это за встреча

## Встречу перенесли или отменили

meeting-moved-letter =
    Время встречи изменилось. Теперь: <b>{ $day } { reminder-month }, { $time }</b>.
    { reminder-clock }

    Ждём вас: { $centre }.
meeting-elsewhere-letter =
    Встреча будет в другом месте, время прежнее: <b>{ $day } { reminder-month }, { $time }</b>.
    { reminder-clock }

    Ждём вас: { $centre }.
meeting-on-letter =
    Встреча всё-таки состоится: <b>{ $day } { reminder-month }, { $time }</b>.
    { reminder-clock }

    Ждём вас: { $centre }.
meeting-place = Новое место: { $place }
meeting-was =
    Было: { $day } { reminder-month }, { $time }.

    Не получится прийти — откройте встречу: там можно освободить место.
meeting-off-letter =
    Встреча отменена: <b>{ $day } { reminder-month }, { $time }</b>.
    { reminder-clock }

    Приходить в этот день не нужно. { $centre }.

    { $others ->
        [0] Других встреч пока нет. Есть вопросы? Позовите человека. Мы рядом.
       *[other] Остальные встречи остаются, место по-прежнему ваше.
    }
gathering-off-letter =
    Встречи, на которые вы записаны, отменены: <b>{ $day } { reminder-month }, { $time }</b> и все следующие.
    { reminder-clock }

    Приходить не нужно. { $centre }.

    Нам жаль. Есть вопросы? Позовите человека. Мы рядом.
gathering-off-queue-letter =
    Вы ждали места, но встречи отменили.

    { $centre }. Загляните в «Кружки и события»: может быть, подойдёт что-то другое.
