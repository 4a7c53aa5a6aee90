### Мой план: кто что делает и к какому дню.

plan-list = <b>Ваш план</b>
plan-empty =
    <b>Ваш план</b>

    Пока он пуст.

    Ответьте на несколько вопросов или найдите помощь словами. Всё нужное сохраните сюда одной кнопкой.
plan-head-family = <b>Делаете вы</b>
plan-head-centre = <b>Делает центр</b>
plan-head-agency = <b>Делает ведомство</b>
plan-line-open = { $number }. ☐ { $title }
plan-line-done = { $number }. ✅ <s>{ $title }</s>
plan-line-dropped = { $number }. { $title }
plan-button-open = ☐ { $number }. { $title }
plan-button-done = ✅ { $number }. { $title }
plan-button-dropped = { $number }. { $title }
plan-due = <i>До { $day }</i>
plan-asked = <i>{ $agency }: запрос отправлен { $sent }, ответ ждём до { $due }</i>

plan-step = <b>{ $title }</b>
plan-doer-family = 👤 Это делаете вы.
plan-doer-centre = 🏠 Это делает ваш центр. Вам ничего не нужно.
plan-doer-agency = 🏛 Это делает ведомство по запросу центра. Вам ничего не нужно.
plan-state-open = ☐ Пока не сделано.
plan-state-done = ✅ Сделано.
plan-state-dropped = Убрано из плана.
plan-measure-gone = Эта помощь больше не действует
plan-step-gone = Этого шага в плане уже нет. Открываю меню.
plan-tick = ✅ Сделано
plan-untick = ↩ Ещё не сделано
plan-card = Подробнее о помощи
plan-drop = Убрать из плана
plan-back = ← Весь план
plan-file = 📄 План файлом
plan-file-name = moj-plan.txt
plan-file-caption = Ваш план. Его можно сохранить или распечатать.
