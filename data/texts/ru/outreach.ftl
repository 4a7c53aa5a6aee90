### Бот пишет первым. Начало такого письма видно на экране блокировки, поэтому о болезни, деньгах и бедах здесь ни слова.

## Что скоро изменится. Слова для письма заранее; подробности открываются кнопкой.

notice-month = { $month ->
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
notice-opening = { $lead ->
    [week] Напоминаем: { $day } { notice-month } для вашей семьи кое-что изменится.
   *[month] { $day } { notice-month } для вашей семьи кое-что изменится. Пишем заранее, чтобы вы всё успели.
}
notice-kinds = { $count ->
    [one] { $count } вид помощи
    [few] { $count } вида помощи
   *[many] { $count } видов помощи
}
notice-what = { $shape ->
    [named] { $titles }
    [both]
        { $titles }
        • и ещё { notice-kinds }
   *[hidden] • { notice-kinds }
}
notice-deadline =
    <b>До этого дня стоит подать заявление:</b>
    { notice-what }
notice-renewal =
    <b>Пора подать заявление ещё раз:</b>
    { notice-what }
notice-ends =
    <b>Закончится:</b>
    { notice-what }
notice-begins =
    <b>Появится:</b>
    { notice-what }
notice-sums =
    <b>Изменится размер:</b>
    { notice-what }
notice-do-act = Что сделать: откройте подробности. Если чем-то из этого вы ещё не пользовались, время есть. Поможем разобраться.
notice-do-wait = Сейчас делать ничего не нужно. В подробностях видно, какие документы пригодятся.
notice-open = Подробнее

## Кнопки под любым таким письмом

proactive-book = 🗓 Записаться
proactive-ask = 🙋 Спросить
proactive-quiet = 🔕 Не писать об этом
quiet-done = Хорошо, больше не пишу вам о таком: «{ $topic }». Передумаете — нажмите кнопку ниже или зайдите в настройки.
quiet-back = 🔔 Пишите снова
quiet-again = Хорошо, снова буду писать: «{ $topic }».

## Подробности

notice-window-head = <b>Что изменится { $day }</b>
notice-window-more = И ещё { notice-kinds }. Спросите о них человека.
notice-window-tail = Нажмите на название: там условия, документы и куда идти.
notice-window-empty =
    <b>Ничего не меняется</b>

    Ваши ответы или правила с тех пор изменились. Делать ничего не нужно.
notice-line-deadline = ⏳ До этого дня стоит подать заявление: { $title }
notice-line-renewal = ⏳ Пора подать заявление ещё раз: { $title }
notice-line-ends = ➖ Закончится: { $title }
notice-line-begins = ➕ Появится: { $title }
notice-line-sums = 🔁 Изменится размер: { $title }
