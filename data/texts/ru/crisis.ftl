### Карточки срочной помощи. Не больше пяти коротких строк: сначала номер, в конце один вопрос.
### Без придаточных, без «не переживайте», без обещаний за других. Три голоса:
### self — взрослый о себе, near — взрослый о другом человеке или ребёнке, child — пишет ребёнок, ему на «ты».

## Общие строки

crisis-call-adult = <b>112</b> — звоните при опасности прямо сейчас. Бесплатно.
crisis-call-child = <b>112</b> — набери при опасности прямо сейчас. Бесплатно.
crisis-call-soft = <b>112</b> — на случай опасности. Бесплатно, в любое время.
crisis-line = <b>{ $numbers }</b> — { $name }.
crisis-place = { $name }.
crisis-handover-adult = Я передал ваше сообщение дежурному центра.
crisis-handover-child = Я передал твоё сообщение дежурному центра.

## Мысли о смерти

crisis-suicide-do-self = Спасибо за эти слова. Вы не одни. Это можно пережить с помощью.
crisis-suicide-ask-self = Рядом с вами сейчас кто-нибудь есть?
crisis-suicide-do-near = Останьтесь рядом. Уберите лекарства и острое. Не спорьте и не стыдите.
crisis-suicide-ask-near = Этот человек сейчас рядом с вами?
crisis-suicide-do-child = Хорошее решение — написать об этом. Одному с этим быть не надо. Имя называть не надо.
crisis-suicide-ask-child = Есть рядом взрослый, которому ты доверяешь?

## Самоповреждение

crisis-self-harm-do-self = Спасибо за доверие. Так бывает от сильной боли внутри. С этим помогают.
crisis-self-harm-ask-self = Сейчас идёт кровь?
crisis-self-harm-do-near = Не ругайте и не обыскивайте. Скажите: люблю и хочу помочь.
crisis-self-harm-ask-near = Этот человек сейчас с вами?
crisis-self-harm-do-child = Спасибо за доверие. Это не стыдно. С этим помогают.
crisis-self-harm-ask-child = У тебя сейчас идёт кровь?

## Насилие дома

crisis-domestic-violence-do-self = Вы ни в чём не виноваты. Телефон могут проверить: переписку можно скрыть.
crisis-domestic-violence-ask-self = Вы сейчас в безопасном месте?
crisis-domestic-violence-do-near = Не вмешивайтесь в драку. Назовите оператору адрес.
crisis-domestic-violence-ask-near = Этот человек сейчас в опасности?
crisis-domestic-violence-do-child = Это не твоя вина. Уйди в другую комнату или к соседям.
crisis-domestic-violence-ask-child = Ты сейчас в безопасном месте?

## Насилие над ребёнком

crisis-child-abuse-do-self = Спасибо за честность. Отойдите от ребёнка на минуту, позовите кого-нибудь рядом.
crisis-child-abuse-ask-self = Ребёнок сейчас в безопасности?
crisis-child-abuse-do-near = Вы правильно сделали. Не расспрашивайте ребёнка много раз: это дело специалиста.
crisis-child-abuse-ask-near = Ребёнок сейчас в безопасности?
crisis-child-abuse-do-child = Ты молодец. В этом нет твоей вины. Уйди туда, где есть взрослые.
crisis-child-abuse-ask-child = Есть рядом взрослый, которому ты доверяешь?

## Пропал ребёнок

crisis-child-missing-do-self = Трое суток ждать не надо. Приготовьте свежее фото и приметы одежды.
crisis-child-missing-ask-self = Сколько лет ребёнку и где его видели в последний раз?
crisis-child-missing-do-near = Трое суток ждать не надо. Приготовьте свежее фото и приметы одежды.
crisis-child-missing-ask-near = Сколько лет ребёнку и где его видели в последний раз?
crisis-child-missing-do-child = Стой на месте. Позови продавца, охранника или маму с детьми.
crisis-child-missing-ask-child = Что ты видишь вокруг?

## Нечего есть

crisis-hunger-no-food-do-self = Просить не стыдно. Еду и смесь могут дать сразу, без долгих справок.
crisis-hunger-no-food-ask-self = В каком вы городе и сколько у вас детей?
crisis-hunger-no-food-do-near = Спасибо за неравнодушие. Еду и смесь могут дать сразу, без долгих справок.
crisis-hunger-no-food-ask-near = В каком городе эта семья?
crisis-hunger-no-food-do-child = Просить еду не стыдно. Скажи учителю или соседям: дома нечего есть.
crisis-hunger-no-food-ask-child = Есть рядом взрослый, которому ты доверяешь?

## Негде жить

crisis-eviction-homeless-do-self = Сначала тёплое место. Бумаги о выселении без юриста не подписывайте.
crisis-eviction-homeless-ask-self = В каком вы городе и есть ли с вами дети?
crisis-eviction-homeless-do-near = Сначала тёплое место. Ребёнка на морозе одного не оставляйте.
crisis-eviction-homeless-ask-near = В каком городе эти люди?
crisis-eviction-homeless-do-child = Зайди в тепло: магазин, подъезд, к соседям. В этом нет твоей вины.
crisis-eviction-homeless-ask-child = Ты сейчас в тепле?

## Плохо со здоровьем

crisis-acute-medical-do-self = Слушайте оператора. Лекарства — только с его слов.
crisis-acute-medical-ask-self = Скорая уже вызвана?
crisis-acute-medical-do-near = Не оставляйте человека одного. Лекарства и питьё — только со слов оператора.
crisis-acute-medical-ask-near = Скорая уже вызвана?
crisis-acute-medical-do-child = Скажи оператору адрес. Открой дверь и позови соседей.
crisis-acute-medical-ask-child = Скорая уже едет?
