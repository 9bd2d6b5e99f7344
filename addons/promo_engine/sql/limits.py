"""Statements on the counters of promotions. Each change is one conditional UPDATE, so two transactions never give the last one twice:
the second one waits for the first and then either finds enough or, under REPEATABLE READ, is repeated by Odoo."""
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.dealer_base.money import yuan

PER_HOLDER = ("customer", "org", "salesman")


def left(cr, company_id, holders, documents):
    """Read what is left of a company's counters and what documents hold of them, for many carts at once, in one statement.

    :param holders: keys of customers and dealers.
    :return: list of (document, key, kind, holder, amount); without document what is left of the counter, or of the pattern of each holder's own.
    """
    cr.execute(SQL(
        """SELECT '', key, kind, holder, capacity - reserved - confirmed FROM promo_limit
            WHERE company_id = %s AND (holder = '' OR holder = ANY(%s))
        UNION ALL
           SELECT res.document, lim.key, lim.kind, lim.holder, res.amount FROM promo_reservation res JOIN promo_limit lim ON lim.id = res.limit_id
            WHERE res.state <> 'released' AND res.document = ANY(%s)""", company_id, list(holders), list(documents)))
    return cr.fetchall()


def held(cr, documents):
    """:return: list of (document, key, holder, amount) of what documents hold of counters."""
    cr.execute(SQL(
        """SELECT res.document, lim.key, lim.holder, res.amount FROM promo_reservation res JOIN promo_limit lim ON lim.id = res.limit_id
            WHERE res.state <> 'released' AND res.document = ANY(%s)""", list(documents)))
    return cr.fetchall()


def reserve(cr, document, requests, holders, until):
    """Reserve [(key, amount)] for a document, in the order of the keys so that nobody waits for each other in a circle.

    What the document held before and wants no more, another holder's counter say, is given back; what it has used for good stays.

    :param holders: {kind of limit: keys of the holder}; each of his identities has a counter of its own, and any of them that is full refuses.
    :return: key of the first limit that has not enough left, False when all is reserved. The caller rolls back what it does not want.
    """
    wants = [(key, holder, limit_id, amount) for key, amount in requests if amount for holder, limit_id in _rows(cr, key, holders)]
    for name, _holder, limit_id, amount in sorted(wants + _dropped(cr, document, [want[2] for want in wants])):
        cr.execute(SQL("SELECT id, amount, state FROM promo_reservation WHERE limit_id = %s AND document = %s FOR UPDATE", limit_id, document))
        found = cr.fetchone()
        if found and found[2] != "released":
            if found[1] == amount or (until and found[2] == "confirmed"):
                continue  # a quotation that is held leaves alone what an invoice of the order has used
            _give_back(cr, SQL("id = %s", found[0]))
        if not amount:
            continue
        cr.execute(SQL(
            """UPDATE promo_limit SET reserved = reserved + %(amount)s, write_date = now() AT TIME ZONE 'UTC'
                WHERE id = %(limit)s AND reserved + confirmed + %(amount)s <= capacity RETURNING id""", amount=amount, limit=limit_id))
        if not cr.fetchone():
            return name
        cr.execute(SQL(
            """INSERT INTO promo_reservation (limit_id, company_id, document, amount, state, expires_at, create_date, write_date)
               SELECT %(limit)s, company_id, %(document)s, %(amount)s, 'reserved', %(until)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                 FROM promo_limit WHERE id = %(limit)s
               ON CONFLICT (limit_id, document) DO UPDATE SET amount = EXCLUDED.amount, state = 'reserved', expires_at = EXCLUDED.expires_at,
                      write_date = EXCLUDED.write_date""", limit=limit_id, document=document, amount=amount, until=until))
    return False


def _dropped(cr, document, wanted):
    """:return: list of (key, holder, id, 0) of the counters that a document holds beside those it wants."""
    cr.execute(SQL(
        """SELECT lim.key, lim.holder, lim.id, 0 FROM promo_reservation res JOIN promo_limit lim ON lim.id = res.limit_id
            WHERE res.document = %s AND res.state = 'reserved' AND lim.id <> ALL(%s::int[])""", document, wanted))
    return cr.fetchall()


def _rows(cr, key, holders):
    """:return: list of (holder, id) of the counters; a holder gets rows of his own with the first use."""
    cr.execute(SQL("SELECT id, kind FROM promo_limit WHERE key = %s AND holder = ''", key))
    found = cr.fetchone()
    if not found or found[1] not in PER_HOLDER:
        return [("", found[0])] if found else []
    mine = holders.get(found[1]) or ()
    return [(holder, _row(cr, key, found[0], holder)) for holder in sorted((mine,) if isinstance(mine, str) else mine)]


def _row(cr, key, pattern, holder):
    """:return: id of the counter of a holder."""
    cr.execute(SQL(
        """INSERT INTO promo_limit (key, holder, kind, rule_id, campaign_id, company_id, capacity, reserved, confirmed, create_date, write_date)
           SELECT key, %(holder)s, kind, rule_id, campaign_id, company_id, capacity, 0, 0, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
             FROM promo_limit WHERE id = %(pattern)s
           ON CONFLICT (key, holder) DO NOTHING""", holder=holder, pattern=pattern))
    cr.execute(SQL("SELECT id FROM promo_limit WHERE key = %s AND holder = %s", key, holder))
    return cr.fetchone()[0]


def confirm(cr, document):
    """Use for good what a document has reserved."""
    cr.execute(SQL(
        """WITH mine AS (UPDATE promo_reservation SET state = 'confirmed', expires_at = NULL WHERE document = %s AND state = 'reserved'
                         RETURNING limit_id, amount)
           UPDATE promo_limit lim SET reserved = reserved - mine.amount, confirmed = confirmed + mine.amount FROM mine WHERE lim.id = mine.limit_id""",
        document))


def _give_back(cr, where, skip=False):
    """:param skip: leave rows alone that somebody else works on, instead of waiting for him."""
    cr.execute(SQL(
        """WITH mine AS (SELECT id, limit_id, amount, state FROM promo_reservation WHERE state <> 'released' AND %s FOR UPDATE %s),
                gone AS (UPDATE promo_reservation res SET state = 'released', expires_at = NULL FROM mine WHERE res.id = mine.id),
                sums AS (SELECT limit_id, SUM(amount) FILTER (WHERE state = 'reserved') AS held, SUM(amount) FILTER (WHERE state = 'confirmed') AS used
                           FROM mine GROUP BY limit_id)
           UPDATE promo_limit lim SET reserved = reserved - COALESCE(sums.held, 0), confirmed = confirmed - COALESCE(sums.used, 0)
             FROM sums WHERE lim.id = sums.limit_id""", where, SQL("SKIP LOCKED") if skip else SQL()))


def release(cr, document):
    """Give back what a document holds."""
    _give_back(cr, SQL("document = %s", document))


def use_now(cr, document, amounts):
    """Set what a document uses of counters.

    :param amounts: {key: amount it needs}; more is taken only as far as something is left.
    :return: keys of which less was left.
    """
    cr.execute(SQL(
        """WITH mine AS (SELECT res.id, res.limit_id, wanted.key, wanted.amount - res.amount AS asked,
                                LEAST(wanted.amount - res.amount, GREATEST(0, lim.capacity - lim.reserved - lim.confirmed)) AS more
                           FROM unnest(%(keys)s::varchar[], %(amounts)s::bigint[]) AS wanted(key, amount)
                           JOIN promo_limit lim ON lim.key = wanted.key JOIN promo_reservation res ON res.limit_id = lim.id
                          WHERE res.document = %(document)s AND res.state = 'confirmed' AND res.amount <> wanted.amount
                       ORDER BY lim.key, lim.holder FOR UPDATE OF res, lim),
                set_it AS (UPDATE promo_reservation res SET amount = res.amount + mine.more FROM mine WHERE res.id = mine.id),
                sum_it AS (UPDATE promo_limit lim SET confirmed = confirmed + mine.more FROM mine WHERE lim.id = mine.limit_id)
           SELECT key FROM mine WHERE more < asked""",
        keys=list(amounts), amounts=list(amounts.values()), document=document))
    return [key for key, in cr.fetchall()]


def touch(cr, rule_id):
    """Write a rule as it is: who counted before and comes second begins anew, with what the first one has written."""
    cr.execute(SQL("UPDATE promo_rule SET write_date = write_date WHERE id = %s", rule_id))


def release_expired(cr):
    """Give back what nobody paid for in time."""
    _give_back(cr, SQL("state = 'reserved' AND expires_at < now() AT TIME ZONE 'UTC'"), skip=True)


def sync(env, rule_id, campaign_id, company_id, wants):
    """Make counters for [(key, kind, capacity)] and set their capacity; holders' rows follow their pattern.

    :raises UserError: when a capacity is below what was given already.
    """
    cr = env.cr
    for key, kind, capacity in wants:
        cr.execute(SQL("SELECT MAX(reserved + confirmed) FROM promo_limit WHERE key = %s", key))
        used = cr.fetchone()[0] or 0
        if used > capacity:
            owner = env["promo.campaign"].browse(campaign_id) if key.startswith("campaign") else env["promo.rule"].browse(rule_id)
            used, wanted = (yuan(used), yuan(capacity)) if kind == "budget" else (used, capacity)
            raise UserError(env._(
                "%(name)s: %(used)s were given already, the limit cannot be %(capacity)s.", name=owner.name, used=used, capacity=wanted))
        cr.execute(SQL(
            """INSERT INTO promo_limit (key, holder, kind, rule_id, campaign_id, company_id, capacity, reserved, confirmed, create_date, write_date)
               VALUES (%(key)s, '', %(kind)s, %(rule)s, %(campaign)s, %(company)s, %(capacity)s, 0, 0, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC')
               ON CONFLICT (key, holder) DO NOTHING""",
            key=key, kind=kind, rule=None if key.startswith("campaign") else rule_id, campaign=campaign_id, company=company_id, capacity=capacity))
        cr.execute(SQL("UPDATE promo_limit SET capacity = %s WHERE key = %s AND capacity <> %s", capacity, key, capacity))


def move_capacity(cr, source, target, amount):
    """Move capacity from one counter to another one, in the order of their keys.

    :return: whether there was so much left, and both counters are there.
    """
    for key in sorted((source, target)):
        change = amount if key == target else -amount
        cr.execute(SQL(
            """UPDATE promo_limit SET capacity = capacity + %(change)s, write_date = now() AT TIME ZONE 'UTC'
                WHERE key = %(key)s AND holder = '' AND reserved + confirmed <= capacity + %(change)s RETURNING id""", change=change, key=key))
        if not cr.fetchone():
            return False
    return True
