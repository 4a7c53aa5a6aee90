"""Every screen of the bot. A released state is never renamed without a thought for the people who have it open."""

from aiogram.fsm.state import State, StatesGroup


class Menu(StatesGroup):
    """The front door."""

    main = State()
    about = State()


class Place(StatesGroup):
    """Region and centre."""

    region = State()
    centre = State()


class Consent(StatesGroup):
    """The separate consent screen, shown only when something would be kept."""

    ask = State()
    declined = State()


class Questionnaire(StatesGroup):
    """Needs first, then only deciding questions."""

    resume = State()
    needs = State()
    choice = State()
    several = State()
    income = State()
    children = State()
    child_age = State()
    which_child = State()
    weeks = State()
    region = State()
    why = State()
    answers = State()
    paused = State()


class Result(StatesGroup):
    """What the family is entitled to, by need."""

    overview = State()
    group = State()
    documents = State()
    refusals = State()
    received = State()


class Search(StatesGroup):
    """By words or by situation."""

    ask = State()
    found = State()
    refine = State()


class Card(StatesGroup):
    """One measure."""

    main = State()
    details = State()
    since = State()


class Booking(StatesGroup):
    """A visit: what, how, when, confirm."""

    service = State()
    mode = State()
    whom = State()
    nearest = State()
    day = State()
    time = State()
    confirm = State()
    booked = State()
    gone = State()
    declined = State()
    wait = State()
    wait_consent = State()
    wait_declined = State()
    waiting = State()
    settlement = State()
    address = State()
    pair = State()
    pair_times = State()
    pair_confirm = State()
    pair_declined = State()
    pair_booked = State()


class Appointments(StatesGroup):
    """«Мои записи»."""

    list = State()
    one = State()
    cancel = State()
    waiting = State()
    here = State()


class Gatherings(StatesGroup):
    """«Кружки и события»."""

    list = State()
    one = State()
    age = State()
    consent = State()
    leave = State()


class Person(StatesGroup):
    """«Позвать человека»."""

    ask = State()
    called = State()
    hand_over = State()


class Urgent(StatesGroup):
    """Urgent help: numbers first."""

    kinds = State()
    card = State()


class Plan(StatesGroup):
    """My plan (route sheet)."""

    list = State()
    step = State()


class Phone(StatesGroup):
    """The number one can be rung at."""

    ask = State()


class MyData(StatesGroup):
    """What is kept, export, erasure."""

    main = State()
    erase = State()
    erased = State()
    consents = State()
    consent = State()


class Notice(StatesGroup):
    """What will change for the family, or what new rules changed, from the button under a letter."""

    main = State()
    news = State()


class Proposals(StatesGroup):
    """The proposal box."""

    list = State()
    write = State()


class Settings(StatesGroup):
    """Centre, topics, language, second adult."""

    main = State()
    language = State()
    family = State()
    code = State()
    join = State()
