### Кому достаются новые обращения: страница руководителя, подсказка у свободного диалога, запись в диалоге.

panel-assigning-title = Кому достаются новые обращения
panel-assigning-lead = Срочные сообщения не раздаются: на них отвечает дежурный.
panel-assigning-how = Как раздавать
panel-assigning-by-hand = Вручную: куратор берёт сам или руководитель поручает
panel-assigning-advised = С подсказкой: рядом со свободным диалогом видно, кому его лучше поручить и почему
panel-assigning-automatic = Сразу: программа поручает тому, кто на месте и подходит лучше всех
panel-assigning-rule =
    Сначала смотрим, вёл ли кто-то эту семью раньше. Потом на язык, потом на тему, потом на то, у кого меньше открытых диалогов. Кто в отпуске или не на работе, новых не получает.
panel-assigning-crew = Кто что знает
panel-assigning-crew-lead = Отметьте, в чём человек силён. Без отметок он получает обращения наравне со всеми.
panel-assigning-nobody = В центре пока нет кураторов.
panel-assigning-there = на месте
panel-assigning-away = сейчас не на месте
panel-assigning-open = { $count ->
    [one] { $count } открытый диалог
    [few] { $count } открытых диалога
   *[many] { $count } открытых диалогов
    }
panel-assigning-needs = Темы
panel-assigning-languages = Говорит не только по-русски
panel-assigning-nothing-known = отметок нет
panel-assigning-problem-gone = Этот человек здесь больше не куратор. Отметки не сохранились.

panel-suggestion = Можно поручить: { $name }
panel-suggestion-give = Поручить
panel-assigned-itself = Программа поручает диалог: { $name }
panel-why-known = уже знаком с этой семьёй
panel-why-language = говорит на языке семьи: { $language }
panel-why-needs = знает тему: { $needs }
panel-why-least-busy = меньше всего открытых диалогов: { $count }
panel-why-open = открытых диалогов: { $count }
panel-language-of-family = Удобнее говорить: { $language }
