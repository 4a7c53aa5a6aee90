### Выезды: бригады, посёлки, выездные дни, маршрутный лист; код у входа

panel-outings-title = Выезды
panel-outings-lead = Куда центр ездит, кто едет и в какие дни. Семья выбирает время сама и видит только то, что здесь указано.
panel-outings-settlements = Посёлки и дорога
panel-outings-settlements-lead = Минуты пути в одну сторону программа оставит свободными до выезда домой и после него.
panel-outings-way = дорога, минут
panel-outings-served = ездим
panel-outings-nowhere = Пока никуда.
panel-outings-new-settlement = Новый посёлок
panel-outings-crews = Бригады
panel-outings-crews-lead = Бригада бывает в одном месте: пока она у одной семьи, к другой её не запишут.
panel-outings-crew = Бригада
panel-outings-drives = ездит
panel-outings-new-crew = Новая бригада
panel-outings-drivers = Кто с кем ездит
panel-outings-drivers-lead = Адреса семей видят только те, кто к ним едет, под своим входом в панель. Выберите, кто это. Каждая такая перемена остаётся в журнале.
panel-outings-with = Ездит с бригадой
panel-outings-alone = ездит без бригады
panel-outings-sign-in = Входит в панель как
panel-outings-nobody = не указано: адресов не видит
panel-outings-days = Выездные дни
panel-outings-days-lead = В эти часы бригада принимает в посёлке. Дорогу туда и обратно программа закроет для приёма в центре. Тем, кто ждёт приезда, программа сама предложит время в этот день.
panel-outings-waiting = { $count ->
    [one] ждёт { $count } семья
    [few] ждут { $count } семьи
   *[many] ждут { $count } семей
}
panel-outings-no-days = Впереди выездных дней нет.
panel-outings-drop = Отменить день
panel-outings-plan = Назначить день
panel-outings-where = Куда
panel-outings-hours = Часы в посёлке
panel-outings-problem-words = Заполните название: не длиннее, чем поместится в строку.
panel-outings-problem-way = Дорога — не больше 480 минут, кратно пяти.
panel-outings-problem-hours = Не понял часы. Напишите одним промежутком: «11–15».
panel-outings-problem-day = Укажите день.
panel-outings-problem-whom = Выберите посёлок и бригаду.
panel-outings-problem-elsewhere = В этот день бригада уже едет в другой посёлок.
panel-outings-problem-gone = Этого уже нет. Ниже — как есть сейчас.
panel-outings-link = Выезды: посёлки, бригады, дни

## Маршрутный лист

panel-route-title = Маршрутный лист
panel-route-every-crew = все
panel-route-in-town = Там же, где центр
panel-route-family = Семья { $ticket }
panel-route-writes = пишет в мессенджере
panel-route-by-phone = без мессенджера: позвоните
panel-route-print = Лист можно напечатать.
panel-route-secret = На листе адреса семей. После выезда уничтожьте его.
panel-route-not-mine = Адреса видят только те, кто едет. У них они напечатаются.
panel-route-empty = На этот день выездов нет.
panel-address-hidden = адрес записан, его видят те, кто едет
panel-address-unknown = адрес не записан: спросите у семьи
panel-address-title = Адрес
panel-address-lead = Семья сказала адрес по телефону? Запишите его сюда. Прочтут его только те, кто едет; после выезда он сотрётся.
panel-address-words = Адрес, как его назвала семья
panel-address-save = Записать адрес
panel-address-forget = Стереть адрес
panel-book-problem-address = Адрес пустой или слишком длинный.
panel-book-settlement = Куда ехать
panel-book-no-village-days = В посёлки с этой услугой никто не ездит.

## Код у входа

panel-poster-title = Код у входа
panel-poster-lead = Напечатайте и повесьте там, где семьи входят. Кто записан, отметится сам, и на странице приёмов это видно сразу.
panel-poster-here = Вы пришли на приём?
panel-poster-how = Наведите на код камеру телефона и нажмите «Начать». Вас отметят, и специалист узнает, что вы здесь.
panel-poster-picture = Код, который открывает чат с отметкой о приходе
panel-poster-link = Или откройте в телефоне:
panel-poster-else = Нет телефона или не получилось? Просто скажите на стойке, что пришли.
panel-poster-away = Мессенджер сейчас не отвечает, и я не знаю имени бота. Откройте страницу чуть позже.
