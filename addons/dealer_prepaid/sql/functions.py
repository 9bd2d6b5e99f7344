"""Functions of the database that hold the gate's hot paths: one statement each, so that a row is locked for one round trip only.

Side transactions (READ COMMITTED) lock the account row first, then lots and hold lines. The account is locked FOR NO KEY
UPDATE, which lets entries that refer to it be inserted meanwhile. Amounts are numeric yuan inside, fen at the border.
"""
from odoo.tools import SQL

from . import chain

# Give held money back to its lots, the last used first; what a credit line paid lowers the debt again. The caller locked the account
# and adds to ``available`` what is not yet added: the total less the returned amount (debt and available change in one statement,
# so that the CHECK of the account holds in between).
FREE = """
CREATE OR REPLACE FUNCTION prepaid_free(the_hold integer, total numeric) RETURNS numeric AS $$
DECLARE l record; s record; a prepaid_account; part numeric; rest numeric := total; over numeric; paid numeric; added numeric := 0;
BEGIN
    FOR l IN SELECT * FROM prepaid_hold_line WHERE hold_id = the_hold AND amount > captured + released ORDER BY id DESC LOOP
        EXIT WHEN rest <= 0;
        part := least(l.amount - l.captured - l.released, rest);
        rest := rest - part;
        UPDATE prepaid_hold_line SET released = released + part WHERE id = l.id;
        IF l.lot_id IS NOT NULL THEN
            UPDATE prepaid_lot SET free = free + part WHERE id = l.lot_id;
        ELSE
            SELECT * INTO a FROM prepaid_account WHERE id = (SELECT account_id FROM prepaid_hold WHERE id = the_hold);
            paid := least(a.debt, part);
            UPDATE prepaid_account SET available = available + paid, debt = debt - paid, forced_debt = least(forced_debt, debt - paid)
             WHERE id = a.id;
            added := added + paid;
            over := part - paid;  -- a later credit has paid this debt already: that credit is free again
            FOR s IN SELECT * FROM prepaid_lot WHERE account_id = a.id AND settled > 0 ORDER BY id DESC LOOP
                EXIT WHEN over <= 0;
                paid := least(s.settled, over);
                UPDATE prepaid_lot SET settled = settled - paid, free = free + paid WHERE id = s.id;
                over := over - paid;
            END LOOP;
        END IF;
    END LOOP;
    IF rest > 0 THEN
        RAISE EXCEPTION 'hold % has no lines left for % of the release', the_hold, rest;
    END IF;
    RETURN added;
END $$ LANGUAGE plpgsql;
"""

# Release a tentative hold that no committed operation claims, and free its key. ``fresh``: the caller has just recorded the key's operation
# itself, so that there was none before.
DROP = """
CREATE OR REPLACE FUNCTION prepaid_drop(the_hold integer, fresh boolean) RETURNS bigint AS $$
DECLARE h prepaid_hold; added numeric;
BEGIN
    PERFORM 1 FROM prepaid_account WHERE id = (SELECT account_id FROM prepaid_hold WHERE id = the_hold) FOR NO KEY UPDATE;
    UPDATE prepaid_hold SET state = 'released', released = amount, key = key || '#orphan' || id::text, reason = 'orphan'
     WHERE id = the_hold AND state = 'tentative'
       AND (fresh OR NOT EXISTS (SELECT 1 FROM prepaid_operation o WHERE o.kind IN ('hold', 'debit') AND o.key = prepaid_hold.key))
    RETURNING * INTO h;
    IF NOT FOUND THEN RETURN 0; END IF;
    added := prepaid_free(h.id, h.amount);
    UPDATE prepaid_account SET available = available + h.amount - added WHERE id = h.account_id;
    RETURN (h.amount * 100)::bigint;
END $$ LANGUAGE plpgsql;
"""

# Caps of a store under the account: per order, per day, per season. Null when the amount fits. more_order, more_day and more_season (fen) are
# what documents were promised without a hold.
LIMIT = """
CREATE OR REPLACE FUNCTION prepaid_limit(p jsonb, acc integer, need numeric, day_start timestamp) RETURNS jsonb AS $$
DECLARE s prepaid_sub_limit; used numeric;
BEGIN
    SELECT * INTO s FROM prepaid_sub_limit WHERE account_id = acc AND partner_id = (p->>'store')::integer AND active;
    IF NOT FOUND THEN RETURN NULL; END IF;
    IF s.per_order > 0 THEN  -- an order may have several holds: what it costs more later is another one
        SELECT coalesce(sum(amount - released), 0) INTO used FROM prepaid_hold
         WHERE account_id = acc AND store_id = s.partner_id AND res_model = p->>'model' AND res_id = (p->>'res')::integer;
        used := used + coalesce((p->>'more_order')::numeric, 0) / 100;
        IF used + need > s.per_order THEN
            RETURN jsonb_build_object('code', 'store_order_limit', 'limit', (s.per_order * 100)::bigint, 'used', (used * 100)::bigint);
        END IF;
    END IF;
    IF s.per_day > 0 THEN
        SELECT coalesce(sum(amount - released), 0) INTO used FROM prepaid_hold
         WHERE account_id = acc AND store_id = s.partner_id AND coalesce(counted_at, created_at) >= day_start;
        used := used + coalesce((p->>'more_day')::numeric, 0) / 100;
        IF used + need > s.per_day THEN
            RETURN jsonb_build_object('code', 'store_day_limit', 'limit', (s.per_day * 100)::bigint, 'used', (used * 100)::bigint);
        END IF;
    END IF;
    IF s.per_season > 0 THEN
        SELECT coalesce(sum(amount - released), 0) INTO used FROM prepaid_hold WHERE account_id = acc AND store_id = s.partner_id;
        used := used + coalesce((p->>'more_season')::numeric, 0) / 100;
        IF used + need > s.per_season THEN
            RETURN jsonb_build_object('code', 'store_season_limit', 'limit', (s.per_season * 100)::bigint, 'used', (used * 100)::bigint);
        END IF;
    END IF;
    RETURN NULL;
END $$ LANGUAGE plpgsql;
"""

# Place a hold: {account, key, fen, fresh, states, buckets, lots, credit, forced, store, model, res, label, uid, tz, days, accepted} ->
# {status: held | refused | short | conflict | limit, state, available, line, lots: [[lot, -fen]], memo, code, limit, used}.
PLACE = """
CREATE OR REPLACE FUNCTION prepaid_place(p jsonb) RETURNS jsonb AS $$
DECLARE
    a prepaid_account; h prepaid_hold; l record; need numeric := (p->>'fen')::numeric / 100; rest numeric; part numeric; line numeric := 0;
    today date := (now() AT TIME ZONE (p->>'tz'))::date; stamp timestamp := now() AT TIME ZONE 'UTC'; refusal jsonb; plan jsonb := '[]';
    used jsonb := '{}'; memo_sum numeric := 0; owed numeric := 0; forced numeric := 0; over numeric := 0;
BEGIN
    SELECT * INTO a FROM prepaid_account WHERE id = (p->>'account')::integer FOR NO KEY UPDATE;
    SELECT * INTO h FROM prepaid_hold WHERE key = p->>'key';
    IF FOUND THEN
        IF h.account_id = a.id AND h.amount = need AND h.state IN ('tentative', 'open') THEN
            SELECT jsonb_agg(jsonb_build_array(coalesce(hl.lot_id, 0), -(hl.amount * 100)::bigint) ORDER BY hl.id),
                   coalesce(sum(hl.amount) FILTER (WHERE lot.memo), 0) INTO plan, memo_sum
              FROM prepaid_hold_line hl LEFT JOIN prepaid_lot lot ON lot.id = hl.lot_id WHERE hl.hold_id = h.id;
            RETURN jsonb_build_object('status', 'held', 'state', a.state, 'available', (a.available * 100)::bigint, 'line', (a.credit_line * 100)::bigint,
                                      'lots', plan, 'memo', -(memo_sum * 100)::bigint);
        END IF;
        -- The caller owns the key's life sign: a tentative hold of another amount was left by a request that failed.
        IF h.state <> 'tentative' OR prepaid_drop(h.id, (p->>'fresh')::boolean) = 0 THEN
            RETURN jsonb_build_object('status', 'conflict', 'state', a.state, 'available', (a.available * 100)::bigint, 'line', 0);
        END IF;
        SELECT * INTO a FROM prepaid_account WHERE id = a.id;
    END IF;
    IF NOT p->'states' ? a.state::text THEN
        RETURN jsonb_build_object('status', 'refused', 'state', a.state, 'available', (a.available * 100)::bigint, 'line', 0);
    END IF;
    IF (p->>'credit')::boolean AND coalesce(a.line_from, today) <= today AND coalesce(a.line_to, today) >= today THEN
        line := greatest(a.credit_line - a.debt, 0);
        over := least(a.credit_line, a.debt);
    END IF;
    over := CASE WHEN (p->>'credit')::boolean THEN a.debt - over ELSE 0 END;  -- owed beyond the line: a payment settles it first, so a refusal counts it
    rest := need;
    FOR l IN
        SELECT lot.id, lot.bucket, lot.free, lot.memo, b.max_share, wanted.fen AS wanted
          FROM prepaid_lot lot JOIN prepaid_bucket b ON b.company_id = lot.company_id AND b.code = lot.bucket
     LEFT JOIN (SELECT (x->>0)::integer AS lot_id, (x->>1)::numeric / 100 AS fen
                  FROM jsonb_array_elements(coalesce(p->'lots', '[]')) x) wanted ON wanted.lot_id = lot.id
         WHERE lot.account_id = a.id AND lot.free > 0
           AND CASE WHEN jsonb_array_length(coalesce(p->'lots', '[]')) > 0 THEN wanted.lot_id IS NOT NULL
                    ELSE (lot.expires_on IS NULL OR lot.expires_on >= today)
                         AND (jsonb_array_length(coalesce(p->'buckets', '[]')) = 0 OR p->'buckets' ? lot.bucket::text) END
         ORDER BY b.sequence, lot.bucket, lot.expires_on NULLS LAST, lot.id
    LOOP
        EXIT WHEN rest <= 0;
        part := least(l.free, rest, coalesce(l.wanted, floor(need * l.max_share) / 100 - coalesce((used->>l.bucket)::numeric, 0)));
        CONTINUE WHEN part <= 0;
        rest := rest - part;
        used := used || jsonb_build_object(l.bucket, coalesce((used->>l.bucket)::numeric, 0) + part);
        plan := plan || jsonb_build_array(jsonb_build_array(l.id, -(part * 100)::bigint));
        IF l.memo THEN memo_sum := memo_sum + part; END IF;
    END LOOP;
    IF rest > line AND NOT (p->>'forced')::boolean THEN
        RETURN jsonb_build_object('status', 'short', 'state', a.state, 'available', ((need - rest) * 100)::bigint,
                                  'line', ((line - over) * 100)::bigint);
    END IF;
    IF p->>'store' IS NOT NULL AND p->>'accepted' IS NULL THEN
        refusal := prepaid_limit(p, a.id, need, (today::timestamp AT TIME ZONE (p->>'tz')) AT TIME ZONE 'UTC');
        IF refusal IS NOT NULL THEN
            RETURN refusal || jsonb_build_object('status', 'limit', 'state', a.state, 'available', (a.available * 100)::bigint, 'line', 0);
        END IF;
    END IF;
    IF rest > 0 THEN
        owed := rest;
        forced := greatest(rest - line, 0);
        plan := plan || jsonb_build_array(jsonb_build_array(0, -(rest * 100)::bigint));
    END IF;
    INSERT INTO prepaid_hold (account_id, company_id, currency_id, key, amount, captured, released, state, res_model, res_id, label, store_id,
                              created_at, counted_at, expires_at, create_uid, write_uid, create_date, write_date)
    VALUES (a.id, a.company_id, a.currency_id, p->>'key', need, 0, 0, 'tentative', p->>'model', (p->>'res')::integer, p->>'label',
            (p->>'store')::integer, stamp, (p->>'accepted')::timestamp, stamp + make_interval(days => nullif((p->>'days')::integer, 0)),
            (p->>'uid')::integer, (p->>'uid')::integer, stamp, stamp)
        ON CONFLICT (key) DO NOTHING RETURNING * INTO h;
    IF NOT FOUND THEN
        RETURN jsonb_build_object('status', 'conflict', 'state', a.state, 'available', (a.available * 100)::bigint, 'line', 0);
    END IF;
    INSERT INTO prepaid_hold_line (hold_id, company_id, lot_id, amount, captured, released)
         SELECT h.id, a.company_id, nullif((x->>0)::integer, 0), -(x->>1)::numeric / 100, 0, 0
           FROM jsonb_array_elements(plan) WITH ORDINALITY y(x, n) ORDER BY n;
    UPDATE prepaid_lot lot SET free = lot.free + (x->>1)::numeric / 100 FROM jsonb_array_elements(plan) x WHERE lot.id = (x->>0)::integer;
    UPDATE prepaid_account SET available = available - need, debt = debt + owed, forced_debt = forced_debt + forced
     WHERE id = a.id RETURNING * INTO a;
    RETURN jsonb_build_object('status', 'held', 'state', a.state, 'available', (a.available * 100)::bigint, 'line', (a.credit_line * 100)::bigint,
                              'lots', plan, 'memo', -(memo_sum * 100)::bigint);
END $$ LANGUAGE plpgsql;
"""

# Main transaction: record the operation once and take a part of a hold: {account, company, key, operation, fingerprint, fen, uid} ->
# {status: captured | done | refused, operation, at (naive UTC), lots, memo}.
CAPTURE = """
CREATE OR REPLACE FUNCTION prepaid_capture(p jsonb) RETURNS jsonb AS $$
DECLARE
    o integer; h prepaid_hold; l record; need numeric := (p->>'fen')::numeric / 100; rest numeric; part numeric; plan jsonb := '[]'; memo_sum numeric := 0;
    stamp timestamp := now() AT TIME ZONE 'UTC';
BEGIN
    INSERT INTO prepaid_operation (account_id, company_id, kind, key, fingerprint, delta, create_uid, write_uid, create_date, write_date)
    VALUES ((p->>'account')::integer, (p->>'company')::integer, 'capture', p->>'operation', p->>'fingerprint', 0,
            (p->>'uid')::integer, (p->>'uid')::integer, stamp, stamp)
        ON CONFLICT (kind, key) DO NOTHING RETURNING id INTO o;
    IF o IS NULL THEN RETURN jsonb_build_object('status', 'done'); END IF;
    UPDATE prepaid_hold SET captured = captured + need, state = CASE WHEN captured + released + need < amount THEN state ELSE 'done' END
     WHERE key = p->>'key' AND account_id = (p->>'account')::integer AND state IN ('tentative', 'open') AND captured + released + need <= amount
       AND NOT EXISTS (SELECT 1 FROM prepaid_operation d WHERE d.kind = 'debit' AND d.key = prepaid_hold.key)
    RETURNING * INTO h;
    IF NOT FOUND THEN RETURN jsonb_build_object('status', 'refused'); END IF;
    rest := need;
    FOR l IN SELECT hl.*, lot.memo FROM prepaid_hold_line hl LEFT JOIN prepaid_lot lot ON lot.id = hl.lot_id
              WHERE hl.hold_id = h.id AND hl.amount > hl.captured + hl.released ORDER BY hl.id LOOP
        EXIT WHEN rest <= 0;
        part := least(l.amount - l.captured - l.released, rest);
        rest := rest - part;
        UPDATE prepaid_hold_line SET captured = captured + part WHERE id = l.id;
        plan := plan || jsonb_build_array(jsonb_build_array(coalesce(l.lot_id, 0), -(part * 100)::bigint));
        IF l.memo THEN memo_sum := memo_sum + part; END IF;
    END LOOP;
    IF rest > 0 THEN RAISE EXCEPTION 'hold % has no lines left for % of the capture', h.id, rest; END IF;
    RETURN jsonb_build_object('status', 'captured', 'operation', o, 'at', stamp, 'lots', plan, 'memo', -(memo_sum * 100)::bigint);
END $$ LANGUAGE plpgsql;
"""

# Carry the net credits of an operation's entries into lots: new ones (a debt is paid first) or the ones a refund goes back to.
# Returns what it has added to ``available`` already, see FREE.
CREDIT = """
CREATE OR REPLACE FUNCTION prepaid_credit(op integer) RETURNS numeric AS $$
DECLARE o prepaid_operation; n record; a prepaid_account; paid numeric; added numeric := 0; in_memo boolean; today date; treatment varchar; policy varchar;
BEGIN
    SELECT * INTO o FROM prepaid_operation WHERE id = op;
    SELECT max(date) INTO today FROM prepaid_entry WHERE operation_id = op;
    FOR n IN
        SELECT lot, bucket, expires, rule, sum(fen) / 100 AS amount, min(id) AS entry FROM (  -- each opening balance is a lot of its own, as old as it was
            SELECT (x->>0)::integer AS lot, (x->>1)::numeric AS fen, e.id,
                   CASE WHEN (x->>0)::integer = 0 THEN coalesce(e.bucket, 'cash') END AS bucket,
                   CASE WHEN (x->>0)::integer = 0 THEN e.lot_expires_on END AS expires, CASE WHEN e.origin_date IS NOT NULL THEN e.id END AS own,
                   CASE WHEN (x->>0)::integer = 0 THEN e.lot_rule END AS rule
              FROM prepaid_entry e CROSS JOIN jsonb_array_elements(e.lots) x
             WHERE e.operation_id = o.id AND e.hold_key IS NULL) part
         GROUP BY lot, bucket, expires, own, rule HAVING sum(fen) <> 0 ORDER BY min(id), lot
    LOOP
        IF n.lot > 0 THEN
            UPDATE prepaid_lot SET free = free + n.amount, restored = restored + n.amount,
                   expires_on = CASE WHEN expires_on < today THEN today + 30 ELSE expires_on END
             WHERE id = n.lot;
        ELSIF n.amount < 0 THEN
            RAISE EXCEPTION 'operation % takes % from a lot that it does not make', o.id, n.amount;
        ELSE
            SELECT * INTO a FROM prepaid_account WHERE id = o.account_id FOR NO KEY UPDATE;
            SELECT gl_treatment, close_policy INTO treatment, policy FROM prepaid_bucket WHERE company_id = a.company_id AND code = n.bucket;
            treatment := coalesce(nullif(split_part(n.rule, '/', 1), ''), treatment);  -- money that moves on keeps the rule it was credited under
            policy := coalesce(nullif(split_part(n.rule, '/', 2), ''), policy);
            in_memo := coalesce(treatment = 'memo', n.bucket = 'gift');
            paid := CASE WHEN in_memo THEN 0 ELSE least(a.debt, n.amount) END;
            INSERT INTO prepaid_lot (account_id, company_id, currency_id, bucket, memo, initial, free, settled, restored, expires_on, entry_id,
                                     gl_treatment, close_policy, created_on)
            VALUES (a.id, a.company_id, a.currency_id, n.bucket, in_memo, n.amount, n.amount - paid, paid, 0, n.expires, n.entry, treatment, policy,
                    (SELECT coalesce(origin_date, date) FROM prepaid_entry WHERE id = n.entry));
            UPDATE prepaid_account SET available = available + paid, debt = debt - paid, forced_debt = greatest(forced_debt - paid, 0)
             WHERE id = a.id AND paid > 0;
            added := added + paid;
        END IF;
    END LOOP;
    RETURN added;
END $$ LANGUAGE plpgsql;
"""

# Chain the committed entries of an account that are not chained yet. Safe to run twice at once.
SEAL = """
CREATE OR REPLACE FUNCTION prepaid_seal(acc integer) RETURNS integer AS $$
DECLARE e record; seq integer; digest text; done integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('prepaid-seal:' || acc::text, 0));
    FOR e IN SELECT id FROM prepaid_entry WHERE account_id = acc AND hash IS NULL ORDER BY id LOOP
        IF done = 0 THEN
            SELECT sequence, hash INTO seq, digest FROM prepaid_entry WHERE account_id = acc AND hash IS NOT NULL ORDER BY sequence DESC LIMIT 1;
        END IF;
        seq := coalesce(seq, 0) + 1;
        UPDATE prepaid_entry x SET sequence = seq, prev_hash = coalesce(digest, ''), hash = prepaid_entry_hash(x, seq, coalesce(digest, ''))
         WHERE x.id = e.id RETURNING x.hash INTO digest;
        done := done + 1;
    END LOOP;
    RETURN done;
END $$ LANGUAGE plpgsql;
"""

# Whether an account's chain is whole: every sealed entry is read, its digest made anew, and its predecessor's digest laid beside the one it
# names. Accounts are proven by several workers at once; the entries come in the order of the chain, from its index, so that nothing is looked up
# or sorted. The text is written the quick way, in the date style it asks for: where it says no, the caller asks the canonical function.
CHAINED = f"""
CREATE OR REPLACE FUNCTION prepaid_chained(acc integer) RETURNS boolean AS $$
DECLARE l record; before text := ''; place integer := 1;
BEGIN
    FOR l IN SELECT e.sequence, e.prev_hash, e.hash, e.hash = {chain.digest_of(chain.QUICK_TEXT)} AS same
               FROM prepaid_entry e WHERE e.account_id = acc AND e.hash IS NOT NULL ORDER BY e.sequence LOOP
        IF l.same AND l.prev_hash = before AND l.sequence = place THEN
            before := l.hash;
            place := place + 1;
        ELSE
            RETURN false;
        END IF;
    END LOOP;
    RETURN true;
END $$ LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100000 SET enable_sort = off SET datestyle = 'ISO';
"""

# Carry out the effect of a committed operation on its account, once; true if this call did it.
APPLY = """
CREATE OR REPLACE FUNCTION prepaid_apply(op integer) RETURNS boolean AS $$
DECLARE o prepaid_operation; h prepaid_hold; added numeric := 0;
BEGIN
    UPDATE prepaid_operation SET applied_at = now() AT TIME ZONE 'UTC' WHERE id = op AND applied_at IS NULL RETURNING * INTO o;
    IF NOT FOUND THEN RETURN false; END IF;
    IF o.kind = 'hold' THEN
        UPDATE prepaid_hold SET state = 'open' WHERE key = o.key AND state = 'tentative';
    ELSIF o.kind = 'debit' THEN
        UPDATE prepaid_hold SET state = 'done', captured = amount WHERE key = o.key AND state = 'tentative' RETURNING * INTO h;
        UPDATE prepaid_hold_line SET captured = amount WHERE hold_id = h.id;
    ELSIF o.kind <> 'capture' THEN
        PERFORM 1 FROM prepaid_account WHERE id = o.account_id FOR NO KEY UPDATE;
        IF o.kind = 'release' THEN
            added := prepaid_free((o.payload->>'hold')::integer, o.delta);
        ELSIF o.kind = 'line' THEN
            UPDATE prepaid_account SET credit_line = greatest((o.payload->>'fen')::numeric / 100, debt - forced_debt),
                   line_from = (o.payload->>'from')::date, line_to = (o.payload->>'to')::date WHERE id = o.account_id;
        ELSE
            added := prepaid_credit(o.id);
        END IF;
        UPDATE prepaid_account
           SET available = available + o.delta - added,
               opened_at = CASE WHEN o.new_state = 'open' AND opened_at IS NULL THEN now() AT TIME ZONE 'UTC' ELSE opened_at END,
               closed_at = CASE WHEN o.new_state = 'closed' THEN now() AT TIME ZONE 'UTC' ELSE closed_at END,
               state = coalesce(o.new_state, state)
         WHERE id = o.account_id AND (o.delta <> 0 OR o.new_state IS NOT NULL);
    END IF;
    PERFORM prepaid_seal(o.account_id);
    RETURN true;
END $$ LANGUAGE plpgsql;
"""

# Recovery of one tentative hold: null while its owner is at work, else 0 (promoted) or the fen released.
SETTLE = """
CREATE OR REPLACE FUNCTION prepaid_settle(the_hold integer, sign text) RETURNS bigint AS $$
DECLARE k text;
BEGIN
    SELECT key INTO k FROM prepaid_hold WHERE id = the_hold AND state = 'tentative';
    IF NOT FOUND OR NOT pg_try_advisory_xact_lock(hashtextextended(sign || k, 0)) THEN RETURN NULL; END IF;
    IF EXISTS (SELECT 1 FROM prepaid_operation WHERE kind IN ('hold', 'debit') AND key = k) THEN
        UPDATE prepaid_hold SET state = 'open' WHERE id = the_hold AND state = 'tentative'
           AND NOT EXISTS (SELECT 1 FROM prepaid_operation WHERE kind = 'debit' AND key = k);
        RETURN 0;
    END IF;
    RETURN nullif(prepaid_drop(the_hold, FALSE), 0);
END $$ LANGUAGE plpgsql;
"""

ALL = (FREE, DROP, LIMIT, PLACE, CAPTURE, CREDIT, SEAL, CHAINED, APPLY, SETTLE)


def install(cr):
    """Create the functions; their bodies are checked when they first run, since tables are made one after the other."""
    remove(cr)  # an older release may give another type back
    cr.execute("SET LOCAL check_function_bodies = off")
    for text in ALL:
        cr.execute(text)
    cr.execute("SET LOCAL check_function_bodies = on")


def remove(cr):
    """Drop the functions, before they are made anew and when the addon goes."""
    names = tuple(text.split("FUNCTION ")[1].split("(")[0] for text in ALL)
    cr.execute(SQL("SELECT oid::regprocedure::text FROM pg_proc WHERE proname IN %s AND pronamespace = current_schema()::regnamespace", names))
    for (signature,) in cr.fetchall():
        cr.execute(SQL("DROP FUNCTION %s", SQL(signature)))


def empty(cr, tables):
    """Empty relation tables of documents that go with the addon.

    :param tables: their names.
    """
    for table in tables:
        cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
