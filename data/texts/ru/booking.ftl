### Запись на приём и «Мои записи».

## Что выбрать

booking-service =
    <b>К кому вас записать?</b>

    { $centre }

    Это бесплатно.
booking-no-centre =
    <b>К кому вас записать?</b>

    Сначала нужен ваш центр. Выберите его, и я покажу свободное время.
booking-closed-centre =
    <b>{ $centre }</b>

    Записать сюда через чат пока не могу: центр ещё не открыл запись.
booking-call-centre = Телефон центра: { $phone }
booking-closed-else = Можно выбрать другой центр или позвать человека.
booking-choose-centre = 📍 Выбрать центр
booking-mode =
    <b>{ $service }</b>

    Как вам удобнее?
booking-mode-place = В центре
booking-mode-phone = По телефону
booking-mode-video = По видео
booking-mode-home = У вас дома
booking-mode-village = В вашем посёлке
booking-other-mode = Другой способ

## Когда

booking-what = <b>{ $service }.</b> { $mode }.
booking-now = Сейчас у вас: { $when }.
booking-about = С чем приходят: { $about }
booking-nearest = Вот ближайшее свободное время:
booking-nothing-free =
    Свободного времени сейчас нет.

    Могу написать вам, как только оно появится: нажмите «🔔 Сообщить, когда освободится». А если ждать нельзя, позовите человека.
booking-nothing-free-now =
    Свободного времени сейчас нет.

    Загляните завтра: время освобождается. А если ждать нельзя, позовите человека.
booking-nothing-free-there =
    У этого специалиста свободного времени сейчас нет.

    Посмотрите, когда примут другие. А если ждать нельзя, позовите человека.
booking-nothing-free-village =
    Записаться в вашем посёлке пока нельзя: свободного времени нет.

    Нажмите «🔔 Сообщить, когда освободится». Когда назначат день приезда, подержу для вас время и напишу. А если ждать нельзя, позовите человека.
booking-tell-me = 🔔 Сообщить, когда освободится
booking-centre-clock = Время — по часам центра.
booking-other-day = 🗓 Другой день
booking-day =
    <b>Какой день вам удобен?</b>

    Нажмите на любое число: в эти дни есть свободное время.
booking-time = <b>Свободное время { $day }:</b>
booking-day-full = Свободного времени { $day } уже нет. Выберите другой день.

## К кому

booking-other-person = 👤 Выбрать специалиста
booking-choose-whom =
    <b>{ $service }. К кому вам хочется?</b>

    Рядом с каждым — его ближайшее время.
booking-any-person = Всё равно, к кому
booking-anybody = К любому специалисту
booking-whom-and-when = { $specialist } · { $when }

slot-today = Сегодня, { $time }
slot-tomorrow = Завтра, { $time }
slot-on-day = { $weekday } { $day } { $month }, { $time }

calendar-weekday-1 = Пн
calendar-weekday-2 = Вт
calendar-weekday-3 = Ср
calendar-weekday-4 = Чт
calendar-weekday-5 = Пт
calendar-weekday-6 = Сб
calendar-weekday-7 = Вс
calendar-month-1 = Январь { $year }
calendar-month-2 = Февраль { $year }
calendar-month-3 = Март { $year }
calendar-month-4 = Апрель { $year }
calendar-month-5 = Май { $year }
calendar-month-6 = Июнь { $year }
calendar-month-7 = Июль { $year }
calendar-month-8 = Август { $year }
calendar-month-9 = Сентябрь { $year }
calendar-month-10 = Октябрь { $year }
calendar-month-11 = Ноябрь { $year }
calendar-month-12 = Декабрь { $year }

## Два специалиста за один приход

pair-button = 👥 Два специалиста за один приход
pair-ask =
    <b>К кому хотите попасть за один приход?</b>

    Выберите двоих. Я найду время, когда они примут вас друг за другом.
pair-ask-other = <b>И к кому ещё?</b>
pair-times =
    <b>{ $both }</b>

    Вот ближайшее время, когда вас примут друг за другом:
pair-nothing =
    <b>{ $both }</b>

    Времени, чтобы попасть к обоим подряд, сейчас нет. Можно записаться к каждому отдельно.
pair-line = 🗓 { $when } — { $first }, потом в { $then } — { $second }
pair-slot = { $when } и { $then }
pair-about = <b>{ $service }</b>
pair-apart = Записаться отдельно
pair-held = Оба времени подержу для вас десять минут. Запишу сразу к обоим.

## Выезд к семье

settlement-ask =
    <b>Куда к вам ехать?</b>

    Точный адрес сейчас не нужен. От посёлка зависит дорога, а от неё — свободное время.
settlement-village =
    <b>В каком вы посёлке?</b>

    Рядом стоит день, когда туда приедут специалисты. Если дня ещё нет, встаньте в очередь: напишу, когда его назначат.
settlement-none =
    В посёлки с этой услугой сейчас не ездят.

    Можно выбрать другой способ или спросить у человека.
settlement-here = Мы живём там же, где центр
settlement-with-day = { $settlement } · { $day }
settlement-without-day = { $settlement } · день пока не назначен
address-ask =
    <b>Вы записаны. Куда к вам приехать?</b>

    Напишите адрес одним сообщением: улица, дом, подъезд. Он нужен только для дороги.
address-ask-again =
    <b>Куда к вам приехать?</b>

    Напишите адрес одним сообщением: улица, дом, подъезд. Он нужен только для дороги.
address-known =
    <b>Адрес уже записан.</b>

    Изменился — напишите новый одним сообщением. Старый сотрётся.
address-who-sees =
    Прочтут его только те, кто к вам едет. Остальные в центре увидят лишь, что адрес есть. После визита он сотрётся.

    Ваше сообщение с адресом я сразу уберу из чата.

    Не хотите писать здесь — скажите адрес по телефону.
address-in-talk =
    Сейчас вы говорите со специалистом, и всё, что вы напишете, прочтёт он. Поэтому адрес запишем позже: «Мои записи» → «Адрес для визита».

    Или скажите его по телефону.
address-phone = Телефон центра: { $phone }
address-too-long = Это не похоже на адрес. Напишите его словами, не длиннее трёхсот букв.
address-skip = Скажу по телефону
address-keep = Оставить как есть
address-forget = Стереть записанный адрес

## Подтверждение

booking-confirm = <b>Проверьте, всё ли верно</b>
booking-held = Это время подержу для вас десять минут.
booking-consent = Чтобы записать вас, мне нужно ваше согласие. Вот оно целиком:
booking-yes = ✓ Записаться
booking-yes-consent = ✓ Даю согласие, запишите
booking-no = Нет
booking-other-time = ← Другое время
booking-move =
    <b>Перенести запись?</b>

    { $service }
    Было: { $was }. { $was_mode }.
    Станет: <b>{ $will }</b>. { $mode }.
booking-move-same = 👤 { $specialist }. Специалист тот же.
booking-move-other = 👤 <b>Специалист будет другой: { $specialist }.</b> Сейчас вас ждёт { $before }.
booking-move-until = Пока вы не подтвердите, прежнее время за вами.
booking-move-yes = ✓ Да, перенести
booking-move-no = Оставить как есть
booking-declined =
    Хорошо, ничего не сохраняю. Выбранное время вернул.

    Без согласия записать не могу: мне нельзя хранить запись. Поиск и срочная помощь работают и без него.
booking-wait-declined =
    Хорошо, ничего не сохраняю.

    Без согласия написать вам не смогу. Загляните за временем сами или позовите человека.

## Готово

booking-done = <b>Готово, вы записаны!</b>
booking-moved = <b>Готово, запись перенесена.</b>
booking-reminds = Напомню заранее. Планы изменятся — перенесите или отмените запись в «Мои записи».
booking-soon = Это уже скоро. Планы изменятся — отмените запись в «Мои записи».

## Не вышло

booking-refused-taken = Это время только что занял кто-то другой.
booking-refused-hold-over = Десять минут прошли, и это время заняла другая семья.
booking-refused-outside-hours = В это время приёма уже нет: расписание поменялось.
booking-refused-too-soon = До этого времени осталось совсем немного, записаться уже не успеть.
booking-refused-too-far = Так далеко вперёд запись ещё не открыта.
booking-refused-not-offered = Сюда сейчас записаться нельзя. Выберите другого специалиста или позовите человека.
booking-refused-limit =
    У вас уже две такие записи впереди. Больше двух сразу не записываю, чтобы времени хватило всем.

    Одну из них можно перенести или отменить.
booking-refused-own-visit = В это время у вас уже есть другая запись.
booking-standing-visit = В это время у вас уже есть запись: { $service }, { $when }. Если придёт кто-то другой из семьи, позовите человека: он запишет.
booking-instead = Вот что свободно рядом:
booking-old-time-stays = Прежняя запись на месте, с ней всё в порядке.
booking-back = ← Вернуться к записи
booking-other-service = Другой специалист
booking-outdated = Пока вы выбирали, здесь всё поменялось. Начнём сначала.
visit-outdated = С этой записью так уже нельзя. Открываю меню.

## Запись словами

visit-weekday-1 = понедельник, { $date }
visit-weekday-2 = вторник, { $date }
visit-weekday-3 = среда, { $date }
visit-weekday-4 = четверг, { $date }
visit-weekday-5 = пятница, { $date }
visit-weekday-6 = суббота, { $date }
visit-weekday-7 = воскресенье, { $date }
visit-when = 🗓 <b>{ $day }, { $time }</b>
visit-when-yours = Это время центра. У вас будет <b>{ $day }, { $time }</b>
visit-what = <b>{ $service }</b>
visit-who = 👤 { $specialist }
visit-address = { $centre }. { $address }
visit-where-place = 📍 { $place }
visit-where-phone = 📞 По телефону. { $centre }
visit-where-video = 🎥 По видео. { $centre }
visit-where-home = 🏠 Специалист приедет к вам. { $centre }
visit-where-village = 🚐 Специалисты приедут в ваш посёлок. { $centre }
visit-room = 🚪 { $room }
visit-ticket = Номер записи: <b>{ $ticket }</b>
visit-bring-place = Возьмите с собой бумаги по вашему вопросу, какие есть. Чего не хватит, подскажут на месте.
visit-bring-phone = Держите под рукой бумаги по вашему вопросу, какие есть.
visit-bring-video = Держите под рукой бумаги по вашему вопросу, какие есть.
visit-bring-home = Приготовьте бумаги по вашему вопросу, какие есть.
visit-bring-village = Возьмите с собой бумаги по вашему вопросу, какие есть.
visit-then-video = Чтобы узнать, как подключиться, нажмите «🙋 Позвать человека» и спросите об этом.
visit-then-place = Когда придёте, наведите камеру на код у входа: вас сразу отметят. Кода нет — скажите на стойке.
visit-settlement = 🏘 { $settlement }
visit-address-known = Адрес записан. Прочтут его только те, кто к вам едет.
visit-address-by-phone = Адрес скажите по телефону центра: { $phone }. Или запишите его здесь, в «Мои записи».
visit-address-tell = Адрес пока не записан. Его можно записать здесь, в «Мои записи», или сказать специалисту по телефону.
visit-address-button = 📍 Адрес для визита
visit-status-held = Время пока за вами, но вы ещё не подтвердили запись.
visit-status-expired = Вы не успели подтвердить эту запись. Можно выбрать время снова.
visit-status-cancelled = <b>Запись отменена.</b>
visit-status-arrived = Знаем, что вы пришли. Вас позовут.
visit-status-done = Приём прошёл.
visit-status-no-show = В этот раз встретиться не вышло. Запишитесь снова, когда будет удобно.
visit-status-passed = Это время уже прошло.

## Мои записи

visits-list = <b>Ваши записи</b>
visits-none =
    <b>Ваши записи</b>

    Впереди пока ничего нет.
visits-back = ← Все записи
visit-back = ← К записи
visit-move = Перенести
visit-cancel = Отменить
visit-cancel-ask =
    <b>Отменить эту запись?</b>

    Это время сможет занять другая семья.
visit-cancel-yes = Да, отменить
visit-cancel-no = Нет, оставить
visit-book-again = 🗓 Записаться снова
visit-to-calendar = 📆 Добавить в календарь
visit-map = 📍 На карте
visit-out-of-calendar = 📆 Убрать из календаря
visit-calendar-caption = Откройте этот файл, и запись появится в календаре телефона.
visit-calendar-withdrawn = Откройте этот файл, и запись исчезнет из календаря телефона.
visit-calendar-summary = Встреча

## Код у входа

here-arrived =
    <b>Отметил: вы здесь.</b>

    Специалист это видит. Располагайтесь, вас позовут.
here-already = <b>Вы уже отмечены, всё в порядке.</b> Вас позовут.
here-early =
    Вас ждут: <b>{ $when }</b>.

    До приёма ещё больше часа, поэтому пока не отмечаю. Наведите камеру на код ещё раз за час до приёма.
here-over =
    Ваше время уже прошло: { $when }.

    Подойдите к стойке, там найдут, что можно сделать.
here-another-day =
    Сегодня вашей записи здесь нет. Вас ждут: <b>{ $when }</b>.

    Если это ошибка, подойдите к стойке.
here-elsewhere = Сегодня вас ждут в другом центре. Вот ваша запись:
here-not-booked =
    Вашей записи на сегодня я не нашёл.

    Подойдите к стойке, вам помогут. А записаться можно прямо здесь.
here-unknown-code = Этот код уже не действует. Просто скажите на стойке, что пришли.
