"""Statements on the counters of promotions. Each change is one conditional UPDATE, so two transactions never give the last one twice:
the second one waits for the first and then either finds enough or, under REPEATABLE READ, is repeated by Odoo."""
from odoo.exceptions import UserError
from odoo.tools import SQL

PER_HOLDER = ("customer", "org")


def left(cr, company_id, holders):
    """Read what is left of a company's counters, for many carts at once.

    :param holders: keys of customers and dealers.
    :return: list of (key, kind, holder, what is left); without holder the counter itself, or the pattern of each holder's own.
    """
    cr.execute(SQL(
        """SELECT key, kind, holder, capacity - reserved - confirmed FROM promo_limit
            WHERE company_id = %s AND (holder = '' OR holder = ANY(%s))""", company_id, list(holders)))
    return cr.fetchall()


def held(cr, documents):
    """:return: list of (document, key, amount) of what documents hold of counters."""
    cr.execute(SQL(
        """SELECT res.document, lim.key, res.amount FROM promo_reservation res JOIN promo_limit lim ON lim.id = res.limit_id
            WHERE res.state <> 'released' AND res.document = ANY(%s)""", list(documents)))
    return cr.fetchall()


def reserve(cr, document, requests, holders, until):
    """Reserve [(key, amount)] for a document, in the order of the keys so that nobody waits for each other in a circle.

    :return: key of the first limit that has not enough left, False when all is reserved. The caller rolls back what it does not want.
    """
    for key, amount in requests:
        limit_id = _row(cr, key, holders)
        if not limit_id or not amount:
            continue
        cr.execute(SQL("SELECT id, amount, state FROM promo_reservation WHERE limit_id = %s AND document = %s FOR UPDATE", limit_id, document))
        found = cr.fetchone()
        if found and found[2] != "released":
            if found[1] == amount:
                continue
            _give_back(cr, SQL("id = %s", found[0]))
        cr.execute(SQL(
            """UPDATE promo_limit SET reserved = reserved + %(amount)s, write_date = now() AT TIME ZONE 'UTC'
                WHERE id = %(limit)s AND reserved + confirmed + %(amount)s <= capacity RETURNING id""", amount=amount, limit=limit_id))
        if not cr.fetchone():
            return key
        cr.execute(SQL(
            """INSERT INTO promo_reservation (limit_id, company_id, document, amount, state, expires_at, create_date, write_date)
               SELECT %(limit)s, company_id, %(document)s, %(amount)s, 'reserved', %(until)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                 FROM promo_limit WHERE id = %(limit)s
               ON CONFLICT (limit_id, document) DO UPDATE SET amount = EXCLUDED.amount, state = 'reserved', expires_at = EXCLUDED.expires_at,
                      write_date = EXCLUDED.write_date""", limit=limit_id, document=document, amount=amount, until=until))
    return False


def _row(cr, key, holders):
    """:return: id of the counter; a holder gets a row of his own with the first use."""
    cr.execute(SQL("SELECT id, kind FROM promo_limit WHERE key = %s AND holder = ''", key))
    found = cr.fetchone()
    if not found or found[1] not in PER_HOLDER:
        return found and found[0]
    holder = holders.get(found[1])
    if not holder:
        return None
    cr.execute(SQL(
        """INSERT INTO promo_limit (key, holder, kind, rule_id, campaign_id, company_id, capacity, reserved, confirmed, create_date, write_date)
           SELECT key, %(holder)s, kind, rule_id, campaign_id, company_id, capacity, 0, 0, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
             FROM promo_limit WHERE id = %(pattern)s
           ON CONFLICT (key, holder) DO NOTHING""", holder=holder, pattern=found[0]))
    cr.execute(SQL("SELECT id FROM promo_limit WHERE key = %s AND holder = %s", key, holder))
    return cr.fetchone()[0]


def confirm(cr, document):
    """Use for good what a document has reserved."""
    cr.execute(SQL(
        """WITH mine AS (UPDATE promo_reservation SET state = 'confirmed', expires_at = NULL WHERE document = %s AND state = 'reserved'
                         RETURNING limit_id, amount)
           UPDATE promo_limit lim SET reserved = reserved - mine.amount, confirmed = confirmed + mine.amount FROM mine WHERE lim.id = mine.limit_id""",
        document))


def _give_back(cr, where):
    cr.execute(SQL(
        """WITH mine AS (SELECT id, limit_id, amount, state FROM promo_reservation WHERE state <> 'released' AND %s FOR UPDATE SKIP LOCKED),
                gone AS (UPDATE promo_reservation res SET state = 'released', expires_at = NULL FROM mine WHERE res.id = mine.id),
                sums AS (SELECT limit_id, SUM(amount) FILTER (WHERE state = 'reserved') AS held, SUM(amount) FILTER (WHERE state = 'confirmed') AS used
                           FROM mine GROUP BY limit_id)
           UPDATE promo_limit lim SET reserved = reserved - COALESCE(sums.held, 0), confirmed = confirmed - COALESCE(sums.used, 0)
             FROM sums WHERE lim.id = sums.limit_id""", where))


def release(cr, document):
    """Give back what a document holds."""
    _give_back(cr, SQL("document = %s", document))


def release_expired(cr):
    """Give back what nobody paid for in time."""
    _give_back(cr, SQL("state = 'reserved' AND expires_at < now() AT TIME ZONE 'UTC'"))


def sync(env, rule_id, campaign_id, company_id, wants):
    """Make counters for [(key, kind, capacity)] and set their capacity; holders' rows follow their pattern.

    :raises UserError: when a capacity is below what was given already.
    """
    cr = env.cr
    for key, kind, capacity in wants:
        cr.execute(SQL("SELECT MAX(reserved + confirmed) FROM promo_limit WHERE key = %s", key))
        used = cr.fetchone()[0] or 0
        if used > capacity:
            raise UserError(env._("%(key)s: %(used)s were given already, the limit cannot be %(capacity)s.", key=key, used=used, capacity=capacity))
        cr.execute(SQL(
            """INSERT INTO promo_limit (key, holder, kind, rule_id, campaign_id, company_id, capacity, reserved, confirmed, create_date, write_date)
               VALUES (%(key)s, '', %(kind)s, %(rule)s, %(campaign)s, %(company)s, %(capacity)s, 0, 0, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC')
               ON CONFLICT (key, holder) DO NOTHING""",
            key=key, kind=kind, rule=None if key.startswith("campaign") else rule_id, campaign=campaign_id, company=company_id, capacity=capacity))
        cr.execute(SQL("UPDATE promo_limit SET capacity = %s WHERE key = %s AND capacity <> %s", capacity, key, capacity))
