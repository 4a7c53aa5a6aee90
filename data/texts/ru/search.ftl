### Поиск словами.

search-ask =
    <b>Что случилось или что ищете?</b>

    Напишите как думается. Например: «ушёл муж, двое детей» или «бесплатные обеды в школе».
search-found = Вот что подходит к «{ $words }»:
search-maybe = Точно не понял «{ $words }». Возможно, вы об этом:
search-understood = <i>Ищу: { $words }</i>
search-line =
    <b>{ $number }. { $title }</b>
    { $summary }
search-nothing =
    По словам «{ $words }» ничего не нашёл. Не хочу гадать.

    Попробуйте сказать иначе или спросите человека: он разберётся.
search-ask-person = Спросить человека
inline-card =
    <b>{ $title }</b>

    { $summary }
