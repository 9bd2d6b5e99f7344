"""Where a parcel is: our own states, carriers' codes for them, and which steps are possible."""

STATES = (
    "draft", "label_created", "collected", "in_transit", "out_for_delivery", "in_locker", "problem", "refused", "delivered",
    "returning", "returned", "lost", "cancelled",
)
# What a message about a parcel can say: a parcel is begun and cancelled by us alone.
TOLD = tuple(state for state in STATES if state not in ("draft", "cancelled"))
# A parcel that arrived does not travel on; late messages of a carrier's system are kept, they do not move it back.
FINAL = {"delivered": ("returning", "returned"), "returned": (), "cancelled": (), "lost": ("returned", "delivered", "in_transit")}
RETURNING = ("returned", "lost", "problem", "returning")
KUAIDI100 = {
    "0": "in_transit", "1": "collected", "2": "problem", "3": "delivered", "4": "returned", "5": "out_for_delivery",
    "6": "returning", "7": "in_transit", "8": "in_transit", "10": "in_transit", "11": "in_transit", "12": "in_transit",
    "13": "in_transit", "14": "refused", "101": "label_created", "102": "label_created", "103": "collected", "501": "in_locker",
    "301": "delivered", "302": "delivered", "303": "delivered", "304": "delivered", "401": "returned",
    "1001": "in_transit", "1002": "in_transit", "1003": "in_transit",
}


def may_move(now: str, to: str) -> bool:
    """:return: whether a message may move a parcel from one state to another."""
    if now == to or to not in TOLD:
        return False
    if now in FINAL:
        return to in FINAL[now]
    return now != "returning" or to in RETURNING


def state_after(now: str, messages) -> str:
    """:param messages: states in the order of their times. :return: the state they lead to; impossible ones are passed over."""
    for state in messages:
        if may_move(now, state):
            now = state
    return now
