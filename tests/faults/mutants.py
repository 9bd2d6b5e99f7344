"""R5: deliberately broken variants of the ledger. Each one must be caught by a named check.

A mutant is a text of the database's functions with one place changed, a statement, or a patch of the Python above it. The pure ones
change a file of ``ledger/``; they are caught by its own tests (test_core_*).
"""
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Mutant:
    """One broken variant.

    :param function: name of the text in ``sql.functions`` (PLACE ...), with ``old`` replaced by ``new`` there.
    :param sql: more statements.
    :param patches: (dotted target, replacement) of Python code.
    :param count: which occurrences of ``old``: 1 the first only, -1 all.
    """

    name: str
    function: str = ""
    old: str = ""
    new: str = ""
    count: int = 1
    sql: tuple = ()
    patches: tuple = field(default=())


NO_CHECK = ("ALTER TABLE prepaid_account DROP CONSTRAINT prepaid_account_never_overdrawn",)
NO_HOLD_CHECK = (
    "ALTER TABLE prepaid_hold DROP CONSTRAINT prepaid_hold_within_amount", "ALTER TABLE prepaid_hold DROP CONSTRAINT prepaid_hold_closed_when_used",
    "ALTER TABLE prepaid_hold_line DROP CONSTRAINT prepaid_hold_line_within_amount")
NO_LOT_CHECK = ("ALTER TABLE prepaid_lot DROP CONSTRAINT prepaid_lot_within",)
MODELS = "odoo.addons.dealer_prepaid.models."


DATABASE = (
    Mutant("no balance guard", "PLACE", "rest > line AND NOT (p->>'forced')::boolean", "false"),
    Mutant("no balance guard and no CHECK", "PLACE", "rest > line AND NOT (p->>'forced')::boolean", "false", sql=NO_CHECK),
    Mutant("an account in any state gives money", "PLACE", "NOT p->'states' ? a.state::text", "false"),
    Mutant("a credit line is used twice", "PLACE", "greatest(a.credit_line - a.debt, 0)", "a.credit_line", sql=NO_CHECK),
    Mutant("a credit line never ends", "PLACE", "AND coalesce(a.line_to, today) >= today", ""),
    Mutant("the credit line pays what may not use it", "PLACE", "(p->>'credit')::boolean AND", ""),
    Mutant("lots whose days are over are used", "PLACE", "(lot.expires_on IS NULL OR lot.expires_on >= today)", "true"),
    Mutant("oldest lot before the one that expires first", "PLACE", "lot.expires_on NULLS LAST, lot.id", "lot.id"),
    Mutant("cash before gifts", "PLACE", "ORDER BY b.sequence, lot.bucket", "ORDER BY b.sequence DESC, lot.bucket"),
    Mutant("a gift pays a withdrawal", "PLACE", "OR p->'buckets' ? lot.bucket::text", "OR true"),
    Mutant("a gift pays more than its share", "PLACE", "floor(need * l.max_share) / 100 - coalesce((used->>l.bucket)::numeric, 0)", "need"),
    Mutant("the share counts per lot, not per order", "PLACE", " - coalesce((used->>l.bucket)::numeric, 0)", ""),
    Mutant("exact lots are not kept to", "PLACE", "THEN wanted.lot_id IS NOT NULL", "THEN true"),
    Mutant("a key holds another amount", "PLACE", "h.account_id = a.id AND h.amount = need AND", "h.account_id = a.id AND"),
    Mutant("a closed hold answers that it holds", "PLACE", "AND h.state IN ('tentative', 'open') THEN", "THEN"),
    Mutant("money is held without its lots", "PLACE", "SET free = lot.free + (x->>1)::numeric / 100", "SET free = lot.free"),
    Mutant("what is owed is not written down", "PLACE", "debt = debt + owed,", "debt = debt,", sql=NO_CHECK),
    Mutant("a forced debt looks like the line", "PLACE", "forced := greatest(rest - line, 0);", "forced := 0;", sql=NO_CHECK),
    Mutant("available is not lowered", "PLACE", "SET available = available - need,", "SET available = available,"),
    Mutant("a memo lot counts as cash", "PLACE", "IF l.memo THEN memo_sum := memo_sum + part; END IF;", ""),
    Mutant("a hold is one fen too small", "PLACE", "VALUES (a.id, a.company_id, a.currency_id, p->>'key', need,",
           "VALUES (a.id, a.company_id, a.currency_id, p->>'key', need + 0.01,"),
    Mutant("a release goes to the wrong lots", "FREE", "AND amount > captured + released ORDER BY id DESC", "AND amount > captured + released ORDER BY id"),
    Mutant("a release gives its lots nothing", "FREE", "SET free = free + part WHERE id = l.lot_id", "SET free = free WHERE id = l.lot_id"),
    Mutant("a release does not lower the debt", "FREE", "paid := least(a.debt, part);", "paid := 0;", sql=NO_LOT_CHECK),
    Mutant("the line's lines are not marked as released", "FREE", "SET released = released + part WHERE id = l.id", "SET released = released WHERE id = l.id"),
    Mutant("a paid debt is not free again", "FREE", "SET settled = settled - paid, free = free + paid", "SET settled = settled"),
    Mutant("the newest settled lot is passed over", "FREE", "AND settled > 0 ORDER BY id DESC", "AND settled > 0 ORDER BY id"),
    Mutant("an orphan's money is lost", "DROP", "SET available = available + h.amount - added", "SET available = available - added"),
    Mutant("no key on a capture", "CAPTURE", "p->>'operation', p->>'fingerprint'", "(p->>'operation') || clock_timestamp()::text, p->>'fingerprint'"),
    Mutant("a capture above its hold", "CAPTURE", "AND captured + released + need <= amount", "", sql=NO_HOLD_CHECK),
    Mutant("a capture of another account's hold", "CAPTURE",
           "WHERE key = p->>'key' AND account_id = (p->>'account')::integer AND", "WHERE key = p->>'key' AND"),
    Mutant("a capture after the release", "CAPTURE", "AND state IN ('tentative', 'open') AND captured + released + need <= amount", "", sql=NO_HOLD_CHECK),
    Mutant("a capture takes the last lot first", "CAPTURE",
           "AND hl.amount > hl.captured + hl.released ORDER BY hl.id", "AND hl.amount > hl.captured + hl.released ORDER BY hl.id DESC"),
    Mutant("a capture leaves its lines open", "CAPTURE", "SET captured = captured + part WHERE id = l.id", "SET captured = captured WHERE id = l.id"),
    Mutant("a shipped gift is booked as cash", "CAPTURE", "IF l.memo THEN memo_sum := memo_sum + part; END IF;", ""),
    Mutant("a credit does not pay the debt", "CREDIT", "ELSE least(a.debt, n.amount) END", "ELSE 0 END"),
    Mutant("a gift pays the debt", "CREDIT", "paid := CASE WHEN in_memo THEN 0 ELSE", "paid := CASE WHEN false THEN 0 ELSE"),
    Mutant("a refund is not counted on its lot", "CREDIT", "restored = restored + n.amount,", "", sql=NO_LOT_CHECK),
    Mutant("a refund goes to a lot that is over", "CREDIT", "CASE WHEN expires_on < today THEN today + 30 ELSE expires_on END", "expires_on"),
    Mutant("a new lot forgets its last day", "CREDIT", "paid, 0, n.expires, n.entry", "paid, 0, NULL, n.entry"),
    Mutant("an operation is applied twice", "APPLY", "WHERE id = op AND applied_at IS NULL", "WHERE id = op"),
    Mutant("a release is applied without its lots", "APPLY", "added := prepaid_free((o.payload->>'hold')::integer, o.delta);", "added := 0;"),
    Mutant("a credit is applied without lots", "APPLY", "added := prepaid_credit(o.id);", "added := 0;"),
    Mutant("a debit leaves its hold open", "APPLY",
           "UPDATE prepaid_hold SET state = 'done', captured = amount", "UPDATE prepaid_hold SET state = 'open', captured = 0"),
    Mutant("a hold stays tentative", "APPLY",
           "UPDATE prepaid_hold SET state = 'open' WHERE key = o.key", "UPDATE prepaid_hold SET state = 'tentative' WHERE key = o.key"),
    Mutant("a line falls below what is owed", "APPLY",
           "greatest((o.payload->>'fen')::numeric / 100, debt - forced_debt)", "(o.payload->>'fen')::numeric / 100", sql=NO_CHECK),
    Mutant("the state does not change", "APPLY", "state = coalesce(o.new_state, state)", "state = state"),
    Mutant("the chain forgets what is before", "SEAL", "prev_hash = coalesce(digest, '')", "prev_hash = ''"),
    Mutant("an entry is not sealed", "APPLY", "PERFORM prepaid_seal(o.account_id);", ""),
    Mutant("recovery keeps money for nobody", "SETTLE",
           "IF EXISTS (SELECT 1 FROM prepaid_operation WHERE kind IN ('hold', 'debit') AND key = k) THEN", "IF true THEN"),
    Mutant("recovery forgets tentative holds", "SETTLE", "RETURN nullif(prepaid_drop(the_hold, FALSE), 0);", "RETURN 0;"),
    Mutant("entries may be changed", sql=("DROP TRIGGER prepaid_entry_append_only ON prepaid_entry",)),
    Mutant("entries may be removed at once", sql=("DROP TRIGGER prepaid_entry_keep ON prepaid_entry",)),
    Mutant("an entry is taken back twice", sql=("DROP INDEX prepaid_entry_reversed_once",)),
    Mutant("an operation takes money", sql=("ALTER TABLE prepaid_operation DROP CONSTRAINT prepaid_operation_delta_never_takes",)),
    Mutant("two operations of one key", sql=("ALTER TABLE prepaid_operation DROP CONSTRAINT prepaid_operation_key_uniq",)),
    Mutant("an overdrawn account is not refused", sql=NO_CHECK),
    Mutant("a lot may be negative", sql=NO_LOT_CHECK),
    Mutant("a hold may give more than it has", sql=NO_HOLD_CHECK),
    Mutant("the digest leaves out the amount", "CANONICAL", "e.kind, (e.amount * 100)::bigint,", "e.kind,"),
    Mutant("the digest leaves out the text", "CANONICAL", "e.label,", ""),
    Mutant("the proof makes no digest anew", "CHAINED", "l.same AND ", ""),
    Mutant("the proof lays no links side by side", "CHAINED", "l.prev_hash = before AND ", ""),
    Mutant("a store orders above its limit of an order", "LIMIT", "used + need > s.per_order THEN", "false THEN"),
    Mutant("a store orders above its limit of an order in two steps", "LIMIT", "used + need > s.per_order THEN", "need > s.per_order THEN"),
    Mutant("a store orders above its limit of a day", "LIMIT", "used + need > s.per_day THEN", "used > s.per_day THEN"),
    Mutant("a store's cancelled orders count", "LIMIT", "coalesce(sum(amount - released), 0)", "coalesce(sum(amount), 0)", -1),
    Mutant("the same key, other figures: accepted", patches=((MODELS + "prepaid_account_money.PrepaidAccountMoney._fingerprint", lambda *_args: "same"),)),
    Mutant("a refund makes new money instead of old lots", patches=(("odoo.addons.dealer_prepaid.ledger.restore", lambda _used, _restored, fen: [(0, fen)]),)),
    Mutant("a refund forgets what was refunded before", patches=(
        ("odoo.addons.dealer_prepaid.ledger.restore", lambda used, _restored, fen: _restore(used, {}, fen)),)),
    Mutant("gifts stand in the books", patches=((MODELS + "prepaid_account_lots.PrepaidAccountLots._memo_of", lambda _self, lines, _plans: [0] * len(lines)),)),
    Mutant("what follows the commit is forgotten", patches=((MODELS + "prepaid_gate.PrepaidGate._apply_later", lambda _self, _operation: None),)),
    Mutant("bad amounts are taken", patches=(("odoo.addons.dealer_prepaid.ledger.decide._bad_amount", lambda _fen: None),)),
    Mutant("a net debit without a hold", patches=(("odoo.addons.dealer_prepaid.ledger.post_entries", lambda _balance, lines: _decision(lines)),)),
)


def _restore(used, restored, fen):
    from odoo.addons.dealer_prepaid.ledger.lots import restore
    return restore(used, restored, fen)


def _decision(lines):
    from odoo.addons.dealer_prepaid.ledger.state import Decision
    return Decision(tuple(lines))


# What only shows when several requests are at work: real cursors and commits.
CONCURRENT = (
    Mutant("a committed hold is dropped as an orphan", "DROP",
           "(fresh OR NOT EXISTS (SELECT 1 FROM prepaid_operation o WHERE o.kind IN ('hold', 'debit') AND o.key = prepaid_hold.key))", "true"),
    Mutant("recovery without life sign", "SETTLE", "OR NOT pg_try_advisory_xact_lock(hashtextextended(sign || k, 0))", ""),
    Mutant("requests give no life sign", patches=(("odoo.addons.dealer_prepaid.sql.gate.life_sign", lambda _key: __import__("odoo.tools",
           fromlist=["SQL"]).SQL("SELECT 1")),)),
    Mutant("a rolled back request keeps its money", patches=((MODELS + "prepaid_gate.PrepaidGate._forget_hold", lambda _self, _key: None),)),
    Mutant("the gate does not lock the account", "PLACE", "WHERE id = (p->>'account')::integer FOR NO KEY UPDATE", "WHERE id = (p->>'account')::integer"),
    Mutant("the gate waits for ever", patches=(("odoo.addons.dealer_prepaid.sql.gate.BEGIN", "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; "),)),
)


# file of ledger/, old, new: caught by test_core_ledger, test_core_lots
PURE = (
    ("decide.py", "if spendable < amount_fen:", "if spendable <= amount_fen:"),
    ("decide.py", "spendable = balance.available_fen + balance.credit_line_fen", "spendable = balance.posted_fen + balance.credit_line_fen"),
    ("decide.py", "if amount_fen <= 0:", "if amount_fen < 0:"),
    ("decide.py", "if amount_fen > AMOUNT_MAX_FEN:", "if False:"),
    ("decide.py", "if held.open_fen < needed:", "if False:"),
    ("decide.py", "if held.open_fen <= 0:", "if False:"),
    ("decide.py", "if amount_fen > held.open_fen:", "if False:"),
    ("decide.py", "if net < 0:", "if False:"),
    ("decide.py", "if balance.held_fen:", "if False:"),
    ("decide.py", "kind.sign * line.amount_fen < 0", "False"),
    ("decide.py", "sum(line.components.values()) != abs(line.amount_fen)", "False"),
    ("decide.py", ">= min_open_fen", "> min_open_fen"),
    ("decide.py", 'if balance.state != "open":', "if False:"),
    ("state.py", "return self.amount_fen - self.captured_fen - self.released_fen", "return self.amount_fen - self.captured_fen"),
    ("state.py", "return self.posted_fen - self.held_fen", "return self.posted_fen"),
    ("lots.py", "lot.expires_on >= today", "lot.expires_on > today"),
    ("lots.py", 'lot.expires_on or "9999-12-31"', 'lot.expires_on or "0000-01-01"'),
    ("lots.py", "by_code[lot.bucket].sequence, ", ""),
    ("lots.py", "// 10_000 - used.get(lot.bucket, 0)", "// 10_000"),
    ("lots.py", "room[lot] = room.get(lot, 0) - fen", "room[lot] = room.get(lot, 0)"),
    ("lots.py", "for lot, _fen in reversed(used)", "for lot, _fen in used"),
    ("lots.py", "part[0] not in cash", "part[0] in cash"),
    ("kinds.py", 'register("capture", "Shipment", -1)', 'register("capture", "Shipment", +1)'),
)
