### Почему так: условия мер словами. Каждая строка — одно утверждение о семье, верное само по себе.
### Оно стоит и после «Потому что», и после «Эту помощь дают, когда».

ground-everybody = это для всех семей
ground-and = { $first } и { $second }
ground-or = { $first } или { $second }

## Семья: yes — так и есть, no — не так.

ground-pregnant-yes = в семье ждут малыша
ground-pregnant-no = малыша сейчас не ждут
ground-large-family-yes = семья многодетная
ground-large-family-no = семья не многодетная
ground-single-parent-yes = детей растит один взрослый
ground-single-parent-no = детей растит не один взрослый
ground-child-disabled-yes = у ребёнка установлена инвалидность
ground-child-disabled-no = инвалидности у детей нет
ground-parent-disabled-yes = у мамы или папы установлена инвалидность
ground-parent-disabled-no = инвалидности у родителей нет
ground-guardian-yes = ребёнок под опекой
ground-guardian-no = детей под опекой нет
ground-foster-yes = ребёнок живёт в приёмной семье
ground-foster-no = приёмных детей нет
ground-parent-employed-yes = кто-то из родителей официально работает
ground-parent-employed-no = официально никто из родителей не работает
ground-parent-unemployed-yes = кто-то из родителей ищет работу
ground-parent-unemployed-no = работу сейчас никто не ищет
ground-parent-student-yes = мама или папа учится очно
ground-parent-student-no = родители не учатся очно
ground-military-family-yes = кто-то из родителей служит или служил
ground-military-family-no = родители не служат и не служили
ground-breadwinner-lost-yes = семья потеряла кормильца
ground-breadwinner-lost-no = семья не теряла кормильца
ground-housing-need-yes = своего жилья нет или в нём нельзя нормально жить
ground-housing-need-no = с жильём сейчас не трудно
ground-mortgage-yes = семья платит ипотеку
ground-mortgage-no = ипотеки нет
ground-rural-yes = семья живёт в селе
ground-rural-no = семья живёт не в селе
ground-child-in-kindergarten-yes = ребёнок ходит в детский сад
ground-child-in-kindergarten-no = в детский сад никто не ходит
ground-child-at-school-yes = ребёнок учится в школе
ground-child-at-school-no = в школе никто не учится
ground-child-student-fulltime-yes = ребёнок 18–22 лет учится очно
ground-child-student-fulltime-no = нет ребёнка 18–22 лет, который учится очно
ground-citizenship-rf-yes = вы и дети — граждане России
ground-citizenship-rf-no = не у всех есть гражданство России
ground-property-rule-ok-yes = имущества не больше, чем разрешено
ground-property-rule-ok-no = имущества больше, чем разрешено
ground-domestic-violence-yes = дома небезопасно
ground-domestic-violence-no = дома безопасно
ground-alimony-unpaid-yes = алименты должны платить, но не платят
ground-alimony-unpaid-no = долга по алиментам нет

## Регион

ground-region-yes = семья живёт здесь: { $names }
ground-region-no = это помощь другого региона: { $names }
ground-regions-yes = ваш регион — один из тех, где это есть
ground-regions-no = в вашем регионе этого нет

## Дети

ground-children-from-yes = { $count ->
    [1] есть ребёнок до 18 лет
    [2] детей двое или больше
    [3] детей трое или больше
    [4] детей четверо или больше
   *[other] детей { $count } или больше
}
ground-children-from-no = { $count ->
    [1] детей до 18 лет нет
    [2] детей меньше двух
    [3] детей меньше трёх
    [4] детей меньше четырёх
   *[other] детей меньше { $count }
}
ground-children-exactly-yes = { $count ->
    [1] ребёнок один
    [2] детей двое
    [3] детей трое
    [4] детей четверо
   *[other] детей { $count }
}
ground-children-exactly-no = { $count ->
    [1] ребёнок не один
    [2] детей не двое
    [3] детей не трое
    [4] детей не четверо
   *[other] детей не { $count }
}
ground-children-up-to-yes = { $count ->
    [0] детей до 18 лет нет
    [1] детей не больше одного
    [2] детей не больше двух
    [3] детей не больше трёх
   *[other] детей не больше { $count }
}
ground-children-up-to-no = { $count ->
    [0] есть ребёнок до 18 лет
    [1] детей больше одного
    [2] детей больше двух
    [3] детей больше трёх
   *[other] детей больше { $count }
}
ground-children-between-yes = детей от { $since } до { $until }
ground-children-between-no = детей не от { $since } до { $until }

ground-age-years = { $count ->
    [1] года
    [one] { $count } года
   *[other] { $count } лет
}
ground-age-months = { $count ->
    [6] полугода
    [18] полутора лет
    [one] { $count } месяца
   *[other] { $count } месяцев
}
ground-younger-yes = есть ребёнок младше { $age }
ground-younger-no = нет детей младше { $age }
ground-aged-yes = есть ребёнок от { $since } до { $until } лет
ground-aged-no = нет детей от { $since } до { $until } лет
ground-several-younger-yes = { $count ->
    [1] есть ребёнок младше { $age }
    [2] двое детей младше { $age } или больше
    [3] трое детей младше { $age } или больше
   *[other] детей младше { $age }: { $count } или больше
}
ground-several-younger-no = { $count ->
    [1] нет детей младше { $age }
    [2] детей младше { $age } меньше двух
    [3] детей младше { $age } меньше трёх
   *[other] детей младше { $age } меньше { $count }
}
ground-born-since-yes = есть ребёнок, который родился { $since } или позже
ground-born-since-no = нет детей, которые родились { $since } или позже
ground-born-yes = есть ребёнок, который родился с { $since } по { $until }
ground-born-no = нет детей, которые родились с { $since } по { $until }

## Беременность

ground-weeks-from-yes = срок — { $count ->
    [one] { $count } неделя
    [few] { $count } недели
   *[other] { $count } недель
} или больше
ground-weeks-from-no = срок меньше { $count ->
    [one] { $count } недели
   *[other] { $count } недель
}
ground-weeks-exactly-yes = идёт { $count }-я неделя
ground-weeks-exactly-no = сейчас не { $count }-я неделя
ground-weeks-up-to-yes = срок не больше { $count ->
    [one] { $count } недели
   *[other] { $count } недель
}
ground-weeks-up-to-no = срок больше { $count ->
    [one] { $count } недели
   *[other] { $count } недель
}
ground-weeks-between-yes = срок от { $since } до { $until } недель
ground-weeks-between-no = срок не от { $since } до { $until } недель

## Доход

ground-minimum = прожиточного минимума
ground-minimum-share = { $share } { $share ->
    [few] прожиточных минимумов
    [many] прожиточных минимумов
   *[other] прожиточного минимума
}
ground-minimum-roubles = { $words } ({ $roubles } ₽)
ground-income-lt = доход на человека меньше { $sum }
ground-income-lte = доход на человека не больше { $sum }
ground-income-gt = доход на человека больше { $sum }
ground-income-gte = доход на человека не меньше { $sum }

## Что изменит календарь

flip-ends = Это — до { $last } включительно. Потом уже не положено.
flip-unsure = Это точно до { $last } включительно. Потом надо будет уточнить.
flip-begins = Станет положено: { $day }.
flip-may-begin = Может стать положено: { $day }. Тогда уточним.
flip-closes = Уточнять стоит до { $last } включительно. Потом уже не положено.
flip-changes = Условия изменятся: { $day }.
