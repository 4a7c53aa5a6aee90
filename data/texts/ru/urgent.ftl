### Срочная помощь. Коротко: сначала номер, в конце один вопрос.

urgent-head = <b>Если опасно прямо сейчас — звоните 112.</b> Бесплатно, даже без денег на счёте.
urgent-number = 📞 <b>{ $number }</b> — { $name }
urgent-what = Что случилось?
urgent-call = 🙋 Позвать человека сейчас
urgent-mistake = Это ошибка, всё спокойно
urgent-mistake-thanks = Хорошо, что всё спокойно. Если что-то случится, я здесь.

urgent-kind-suicide = Не хочется жить
urgent-kind-self-harm = Хочется себе навредить
urgent-kind-domestic-violence = Дома бьют или угрожают
urgent-kind-child-abuse = Обижают ребёнка
urgent-kind-child-missing = Пропал ребёнок
urgent-kind-hunger-no-food = Нечего есть
urgent-kind-eviction-homeless = Негде ночевать
urgent-kind-acute-medical = Плохо со здоровьем

crisis-static =
    <b>Если опасно прямо сейчас — звоните 112.</b>

    Это бесплатно и работает без денег на счёте. Я на связи, но сейчас отвечаю с трудом.
