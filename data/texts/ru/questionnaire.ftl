### Анкета: нужды, вопросы, ответы. Одна мысль в сообщении, один вопрос за раз.

## Нужды

needs-ask =
    <b>Что сейчас важно для вашей семьи?</b>

    Отметьте от одного до трёх. Спрошу только то, что нужно.
needs-again =
    <b>Что сейчас важнее всего?</b>

    Отметьте от одного до трёх. Прежние ответы я помню.

## Возвращение

resume-head = <b>С возвращением!</b> Мы начали { $day }.
resume-needs = Вам было важно: { $needs }.
resume-outdated = Эти ответы уже старые: { $facts }. Спрошу о них ещё раз.
resume-left = { $left ->
    [0] Осталось совсем чуть-чуть.
    [one] Осталось не больше { $left } вопроса.
   *[other] Осталось не больше { $left } вопросов.
}
resume-nothing-left = Все ответы у меня есть.
resume-go = Продолжить →
resume-other = Мне важно другое
need-all = всё, что может подойти

## Кнопки нужд

needs-go = Дальше →
needs-everything = Показать всё, что может подойти

need-baby = Ждём малыша или он ещё маленький
need-money = Не хватает денег
need-home = Жильё, ипотека, земля
need-school = Садик, школа, учёба, отдых
need-health = Болезнь или инвалидность
need-large = Трое детей и больше
need-work = Работа, отпуск, налоги
need-alone = Ращу детей без второго родителя
need-service = Служба, потеря кормильца
need-guardianship = Опека, приёмная семья
need-peace = Ссоры, тревога, трудно с ребёнком
need-papers = Документы, долги, нужен юрист

## Ответы и выходы

answer-yes = Да
answer-no = Нет
answer-unknown = Не знаю
answer-refused = Не хочу отвечать
answer-marked = Готово →
answer-none-of-these = Ничего из этого
button-why = ❓ Почему спрашиваете
button-answers = ✏️ Мои ответы
button-so-far = Показать, что уже ясно
button-back-to-question = ← К вопросу

question-several =
    <b>Что из этого про вашу семью?</b>

    Отметьте всё, что подходит.
questions-progress = <i>{ $left ->
    [0] Осталось совсем чуть-чуть.
    [one] Осталось не больше { $left } вопроса.
   *[other] Осталось не больше { $left } вопросов.
}</i>
question-outdated = <i>Ваш ответ от { $day }: { $words }. Вдруг что-то изменилось?</i>
question-outdated-several = <i>Часть ответов старая, от { $day }. Проверьте, пожалуйста.</i>
questions-over = Вопросов больше нет. Можно смотреть, что получилось.
why-several = От этих ответов зависит, что вам положено.
why-measure = • { $title }
answers-list = <b>Ваши ответы.</b> Нажмите на тот, который хотите изменить.
answers-empty = Ответов пока нет.
answer-by-specialist = 👤 { $name }: { $words }. Уточнил специалист, { $day }.
answer-by-document = 📄 { $name }: { $words }. По документу, { $day }.
answer-by-agency = 🏛 { $name }: { $words }. Ответ ведомства, { $day }.
answer-was = Раньше вы говорили: { $words }.
answer-disputed = Вы потом ответили иначе: { $words }. Специалист это увидит и спросит.
answer-outdated = 🕰 { $name }: ответ старый, от { $day }.

said-unknown = не знаю
said-refused = не хочу отвечать
said-pregnancy = срок назван
said-no-children = детей нет
said-children = { $count ->
    [one] { $count } ребёнок
    [few] { $count } ребёнка
   *[many] { $count } детей
} ({ $births })

band-exactly = ровно { $sum }
band-up-to = до { $high } включительно
band-under = меньше { $high }
band-from = { $low } и больше
band-over = больше { $low }
band-between = от { $low } до { $high }
roubles = { $sum } ₽
share-of-minimum = { $share } { $share ->
    [few] прожиточных минимумов
    [many] прожиточных минимумов
   *[other] прожиточного минимума
}

## Дети

children-so-far = Записал: { $list }. Кто-то ещё?
children-all = Это все →
child-disabled = { $birth }, инвалидность
which-child-open = 👧 У кого из детей инвалидность
which-child =
    <b>У кого из детей инвалидность?</b>

    Можно не отвечать. Так я точнее подскажу, когда дети подрастут.
children-none = Детей пока нет
children-month = <b>{ $year } год.</b> В каком месяце?

month-1 = январь
month-2 = февраль
month-3 = март
month-4 = апрель
month-5 = май
month-6 = июнь
month-7 = июль
month-8 = август
month-9 = сентябрь
month-10 = октябрь
month-11 = ноябрь
month-12 = декабрь

weeks-term = { $term } { $last ->
    [one] неделя
    [few] недели
   *[many] недель
}

retry-not-understood = Не разобрал. Напишите, например: «3 года и 7 месяцев» или «май 2021». Или нажмите кнопку.
retry-ages-missing = Понял, сколько детей. А сколько каждому лет?
retry-year-missing = Не хватает года. Напишите, например: «12.05.2021».
retry-no-such-date = Такого числа в календаре нет. Проверьте, пожалуйста.
retry-not-born-yet = Эта дата ещё не наступила. О будущем малыше спрошу отдельно.
retry-grown-up = Здесь нужны только дети до 18 лет. О старших спрошу отдельно.
retry-two-readings = Можно понять по-разному. Напишите каждого ребёнка отдельно: «3 года, 5 месяцев».
retry-count-differs = Число детей и число возрастов не сошлись. Напишите ещё раз, пожалуйста.
retry-too-many = Так много сразу не уместил. Напишите по частям.
retry-weeks = Не разобрал. Напишите неделю числом, например «20». Или день, когда ждёте малыша. Или нажмите кнопку.
retry-sum = Не разобрал сумму. Напишите в рублях на одного человека, например «18 000». Или нажмите кнопку.
retry-band = Для вашего региона суммы у меня нет. Нажмите, пожалуйста, кнопку.
retry-region = Такого региона не нашёл. Напишите название ещё раз, например «Псковская область». Или нажмите кнопку.
retry-several = Отметьте строки, которые подходят, и нажмите «Готово».
income-typed = Можно нажать кнопку или написать сумму. Запомню только промежуток.

## Вопросы. name — для списка ответов, option — строка с галочкой, question — сам вопрос, help — почему спрашиваем.

fact-region-name = Регион
fact-region-question =
    <b>В каком регионе вы живёте?</b>

    Если его нет на кнопках, напишите название.
fact-region-help = У регионов своя помощь, и суммы разные.

fact-children-name = Дети
fact-children-question =
    <b>Когда родились ваши дети?</b>

    Все до 18 лет, кто живёт с вами: родные, приёмные, под опекой. Имена не нужны.

    Напишите возраст словами («3 года и 7 месяцев») или выберите год.
fact-children-help = Почти вся помощь зависит от возраста и числа детей.

fact-pregnant-name = Беременность
fact-pregnant-question = <b>Ждёте малыша сейчас?</b>
fact-pregnant-option = Ждём малыша
fact-pregnant-help = Есть помощь, которую дают ещё до родов.

fact-pregnancy-weeks-name = Срок
fact-pregnancy-weeks-question = <b>Какая неделя?</b> Можно примерно.
fact-pregnancy-weeks-help = Часть помощи начинается с определённой недели.

fact-citizenship-rf-name = Гражданство
fact-citizenship-rf-question = <b>Вы и дети — граждане России?</b>
fact-citizenship-rf-option = Мы граждане России
fact-citizenship-rf-help = Большинство выплат — для граждан.

fact-large-family-name = Многодетная семья
fact-large-family-question =
    <b>Ваша семья многодетная?</b>

    Трое и больше детей до 18 лет. Или до 23, если старший учится очно.
fact-large-family-option = Трое и больше детей
fact-large-family-help = Для многодетных есть отдельная помощь. Удостоверение не обязательно.

fact-single-parent-name = Один взрослый
fact-single-parent-question = <b>Вы растите детей без второго родителя?</b>
fact-single-parent-option = Ращу детей без второго родителя
fact-single-parent-help = Одному взрослому положено больше.

fact-parent-employed-name = Работа
fact-parent-employed-question =
    <b>Кто-то из родителей официально работает?</b>

    Декрет тоже считается.
fact-parent-employed-option = Кто-то из родителей работает официально
fact-parent-employed-help = От этого зависит, кто платит: работодатель, фонд или соцзащита.

fact-parent-unemployed-name = Поиск работы
fact-parent-unemployed-question = <b>Кто-то из родителей без работы и ищет её?</b>
fact-parent-unemployed-option = Кто-то ищет работу
fact-parent-unemployed-help = Тем, кто ищет работу, помогают отдельно.

fact-parent-student-name = Учёба родителя
fact-parent-student-question = <b>Кто-то из родителей учится очно?</b>
fact-parent-student-option = Мама или папа учится очно
fact-parent-student-help = Студентам с детьми и студенткам в ожидании платят отдельно.

fact-child-in-kindergarten-name = Детский сад
fact-child-in-kindergarten-question = <b>Кто-то из детей ходит в детский сад?</b>
fact-child-in-kindergarten-option = Ребёнок ходит в садик
fact-child-in-kindergarten-help = Часть платы за садик возвращают.

fact-child-at-school-name = Школа
fact-child-at-school-question = <b>Кто-то из детей учится в школе?</b>
fact-child-at-school-option = Ребёнок учится в школе
fact-child-at-school-help = Для школьников есть питание, форма, отдых.

fact-child-student-fulltime-name = Студент до 23 лет
fact-child-student-fulltime-question = <b>Есть ребёнок 18–22 лет, который учится очно?</b>
fact-child-student-fulltime-option = Старший (18–22 года) учится очно
fact-child-student-fulltime-help = С ним семья может считаться многодетной.

fact-housing-need-name = Жильё
fact-housing-need-question = <b>С жильём трудно: своего нет, тесно или жить в нём нельзя?</b>
fact-housing-need-option = Своего жилья нет или тесно
fact-housing-need-help = Помощь с жильём дают тем, кому оно нужно.

fact-mortgage-name = Ипотека
fact-mortgage-question = <b>Платите ипотеку?</b>
fact-mortgage-option = Платим ипотеку
fact-mortgage-help = Семьям помогают гасить ипотеку.

fact-rural-name = Село
fact-rural-question = <b>Вы живёте в селе или деревне?</b>
fact-rural-option = Живём в селе
fact-rural-help = Для сёл есть своя помощь.

fact-military-family-name = Служба
fact-military-family-question =
    <b>Кто-то из родителей служит или служил?</b>

    По призыву, контракту, мобилизации или добровольцем.
fact-military-family-option = Кто-то из родителей служит или служил
fact-military-family-help = Семьям военных положено отдельно.

fact-income-per-head-ratio-name = Доход на человека
fact-income-per-head-ratio-question =
    <b>Сколько в месяц приходится на одного человека?</b>

    Сложите доходы семьи за месяц и разделите на всех. Точная сумма не нужна.
fact-income-per-head-ratio-help = Часть помощи — только для семей с небольшим доходом. Я запомню лишь промежуток.

fact-property-rule-ok-name = Имущество
fact-property-rule-ok-question =
    <b>Имущества у семьи не больше, чем разрешено для единого пособия?</b>

    Обычно подходит: одна квартира или дом, дача, машина.
fact-property-rule-ok-option = Одна квартира, дача, машина — не больше
fact-property-rule-ok-help = Единое пособие назначают, если имущества немного.

fact-child-disabled-name = Инвалидность у ребёнка
fact-child-disabled-question = <b>У кого-то из детей установлена инвалидность?</b>
fact-child-disabled-option = У ребёнка инвалидность
fact-child-disabled-help = Таким семьям положено больше: деньги, лечение, отдых, выходные.

fact-parent-disabled-name = Инвалидность у родителя
fact-parent-disabled-question = <b>У кого-то из родителей установлена инвалидность?</b>
fact-parent-disabled-option = У мамы или папы инвалидность
fact-parent-disabled-help = Для таких семей есть отдельная помощь.

fact-guardian-name = Опека
fact-guardian-question = <b>Кто-то из детей у вас под опекой?</b>
fact-guardian-option = Ребёнок под опекой
fact-guardian-help = Опекунам платят отдельно.

fact-foster-name = Приёмная семья
fact-foster-question = <b>Кто-то из детей живёт у вас по договору о приёмной семье?</b>
fact-foster-option = Приёмный ребёнок
fact-foster-help = Приёмным семьям платят отдельно.

fact-breadwinner-lost-name = Потеря кормильца
fact-breadwinner-lost-question =
    Простите за трудный вопрос.

    <b>Мама или папа детей умерли, пропали без вести или в плену?</b>
fact-breadwinner-lost-option = Один из родителей погиб, умер или пропал
fact-breadwinner-lost-help = Детям положены пенсия и другая помощь.

fact-alimony-unpaid-name = Алименты
fact-alimony-unpaid-question = <b>Алименты должны платить, но не платят или платят не всё?</b>
fact-alimony-unpaid-option = Алименты не платят
fact-alimony-unpaid-help = Помогаем взыскать. А пока есть другая поддержка.

fact-domestic-violence-name = Безопасность дома
fact-domestic-violence-question =
    Можно не отвечать.

    <b>Дома кто-то обижает вас или детей, или вы этого боитесь?</b>
fact-domestic-violence-option = Дома небезопасно
fact-domestic-violence-help = Есть тихая помощь: убежище, юрист, психолог. Ответ видите только вы и специалист, которого вы позовёте.

## Результат

result-head = <b>Вот что получилось.</b>
verdict-yes-count = ✅ Положено: { $count }
verdict-check-count = 🟢 Скорее всего положено: { $count }
verdict-ask-count = ❔ Надо уточнить: { $count }
verdict-received-count = ☑️ Уже получаете: { $count }
result-outdated = Часть ответов старая: { $facts }. Нажмите «Уточнить ещё», и ответ будет точнее.
result-foot = Решение принимает ведомство. Я подсказываю, с чем идти.
result-empty =
    По вашим ответам пока ничего не нашлось.

    Это не значит, что помощи нет. Измените ответы или позовите человека.
result-group = { $need } · { $count }
result-group-head = <b>{ $need }</b>
result-offer = <b>{ $number }. { $title }</b>
verdict-yes = ✅ Положено.
verdict-check = 🟢 Скорее всего положено, если: { $words }.
verdict-ask = ❔ Уточним: { $facts }.
verdict-refused = ❔ Вы не стали отвечать, и это нормально. Точно скажет специалист.
verdict-received = ☑️ Вы это уже получаете.
verdict-received-since = ☑️ Вы это уже получаете, с { $month } { $year } года.
verdict-received-until = Подать заявление снова: до { $day }.

because-yes = ✅ <b>Вам положено.</b> Потому что:
because-check = 🟢 <b>Скорее всего положено.</b> Главное совпадает:
because-no = <b>Сейчас не положено.</b> Потому что:
change-when = <b>Эту помощь дают, когда:</b>
change-or = <b>Или когда:</b>
open-ask = ❔ <b>Пока не знаю.</b> Решат ваши ответы: { $facts }.
open-unknown = ❔ Вы ответили «не знаю»: { $facts }. Это можно выяснить вместе со специалистом.
open-refused = ❔ Вы не стали отвечать: { $facts }. Это нормально. Точно скажет специалист.
card-flip = 📅 { $words }
result-more-questions = Уточнить ещё
result-everything = 🔎 Посмотреть всё, что может подойти
result-only-needs = ← Только то, что мне важно
result-save-all = 🧭 Всё в мой план
result-papers = 📎 Какие документы
result-papers-more = <i>Это не весь список. Целиком он в файле.</i>
result-saved = ✓ Всё это теперь в вашем плане.
result-received = ☑️ Уже получаете · { $received }
received-head =
    <b>Это вы уже получаете.</b>

    Больше не предлагаю. Если что-то закончилось, откройте и нажмите «Уже не получаем».
result-refusals = Почему другое не подходит · { $refusals }
refusals-head =
    <b>Что сейчас не подходит, и почему.</b>

    Если что-то здесь не так, измените ответ или спросите человека.
no-line = Потому что { $words }
result-papers-head = <b>Принесите:</b>
result-file = 📄 Прислать файлом
result-file-name = Что нам положено.txt
result-file-caption = Всё, что нашлось. Можно сохранить или распечатать.
result-file-head = Что положено вашей семье. { $day }

## Карточка

measure-withdrawn = Этой помощи больше нет. Открываю меню.
card-title = <b>{ $title }</b>
card-summary = { $words }
card-who = <b>Кому:</b> { $words }
card-only-if = <b>Нужно ещё:</b>
card-line = • { $words }
card-amount-certain = <b>Сколько:</b> { $words }
card-amount-check =
    <b>Сколько:</b> { $words }
    <i>Сверьте в СФР или соцзащите: могло измениться.</i>
card-amount-warned =
    <b>Сколько:</b> точно пока не знаем.
    <i>В наших записях: { $words } Эта сумма не проверена, спросите в СФР или соцзащите.</i>
card-amount-computed = В вашем регионе: { $sums } ₽.
card-parameter = Посчитано от суммы: { $base }, { $sum } ₽
card-parameter-since = { $words } с { $day }
card-parameter-average = { $words }, в среднем по региону
card-parameter-source = <i>{ $words }. Источник: { $publishers }. Проверено { $day }.</i>
minimum-per-capita = прожиточный минимум на человека
minimum-working-age = прожиточный минимум для работающих
minimum-pensioners = прожиточный минимум пенсионера
minimum-children = прожиточный минимум на ребёнка
card-amount-stale = <i>Сумма действовала до { $day }. Новую надо уточнить.</i>
card-deadline = <b>До какого срока:</b> { $words }
card-source = <i>Источник: { $publishers }. Проверено { $day }.</i>
card-not-looked-up = <i>Записано по общим знаниям { $day }, с источником ещё не сверено. Уточните у специалиста.</i>
card-bring = <b>Принесите:</b>
card-bring-nothing = Приносить ничего не нужно.
card-centre-asks = <b>Центр запросит сам:</b>
card-proactive = Обычно назначают без заявления. Если не пришло — спросите здесь:
card-where = <b>Куда обратиться:</b>
card-law = <b>На чём основано:</b>
card-papers = 📎 Документы и куда идти
card-save = 🧭 В мой план
card-answer = ✏️ Ответить на это
card-received = ☑️ Мы это уже получаем
card-not-received = ↩ Уже не получаем
card-since =
    <b>{ $title }</b>

    С какого месяца вам её назначили в последний раз? Напомню заранее, когда пора подать заявление снова.
card-since-month = { $month } { $year }
card-since-forgot = Не помню
card-since-change = 📅 С какого месяца
card-saved = ✓ В вашем плане.
card-ask = 🙋 Спросить куратора
card-cut = <i>Это не всё: остальное расскажет специалист.</i>

where-gosuslugi = Госуслуги
where-sfr = Социальный фонд (СФР)
where-sfr-auto = СФР назначит сам
where-mfc = МФЦ «Мои документы»
where-family-mfc = Семейный МФЦ
where-social-protection = Соцзащита
where-employer = Работодатель
where-clinic = Поликлиника
where-military-office = Военкомат
where-bank = Банк
where-bank-dom-rf = Банк ДОМ.РФ
where-fns = Налоговая
where-school = Школа
where-kindergarten = Детский сад
where-employment-center = Центр занятости
where-court = Суд

## В выгрузке своих данных

## Пауза: возможно, кто-то в опасности

questionnaire-paused =
    Вопросы пока подождут. Ваши ответы сохранены.

    Сначала безопасность. Продолжим после разговора со специалистом центра.
questionnaire-still-paused = Вопросы пока подождут. Напишите специалисту прямо здесь.
button-go-on-asking = Продолжить вопросы
