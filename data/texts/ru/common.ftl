### Общее: кнопки, которые есть на каждом экране, и слова о времени.

button-menu = ☰ Меню
button-back = ← Назад
button-more = Ещё →
button-earlier = ← Раньше
button-person = 🙋 Позвать человека
button-urgent = 🆘 Срочная помощь
button-questionnaire = 📋 Что нам положено
button-search = 🔎 Найти
button-booking = 🗓 Записаться
button-plan = 🧭 Мой план
button-visits = 📅 Мои записи
button-place = 📍 Регион и центр
button-settings = ⚙️ Настройки
button-data = 🔐 Мои данные
button-about = 💬 Что это

window-outdated = Это окно устарело. Открываю меню.
update-failed = Простите, это сообщение у меня не получилось прочитать. Напишите, пожалуйста, другими словами или позовите человека: /person

## Время

moment-today = сегодня в { $time }
moment-tomorrow = завтра в { $time }
moment-on-day = { $day }, в { $time }
date-long = { $day } { $month } { $year } года

on-weekday-1 = в понедельник, { $date }
on-weekday-2 = во вторник, { $date }
on-weekday-3 = в среду, { $date }
on-weekday-4 = в четверг, { $date }
on-weekday-5 = в пятницу, { $date }
on-weekday-6 = в субботу, { $date }
on-weekday-7 = в воскресенье, { $date }

month-of-1 = января
month-of-2 = февраля
month-of-3 = марта
month-of-4 = апреля
month-of-5 = мая
month-of-6 = июня
month-of-7 = июля
month-of-8 = августа
month-of-9 = сентября
month-of-10 = октября
month-of-11 = ноября
month-of-12 = декабря
