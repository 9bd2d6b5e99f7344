"""What was credited for targets: one statement for any number of them."""
from dataclasses import dataclass

from odoo.tools import SQL

from odoo.addons.online_offline_order.attribution import COURIER, LINK, PICKUP

ONLINE = (COURIER, PICKUP, LINK)


@dataclass(frozen=True)
class Credit:
    """Credited goods of one target, in yuan.

    :ivar whole: everything. :ivar online: by courier, for pick-up or through a guide's link. :ivar counted: without orders that are left out for points.
    """

    whole: float = 0.0
    online: float = 0.0
    counted: float = 0.0


NOTHING = Credit()


def credits_of(env, ids):
    """Sum the lines of role store that count for targets: of their company and days, and of the person, department, sales company and store they name.

    All of them as frozen on the line: who changes the department, takes nothing of what was credited along.


    :param ids: ids of perf.target. :return: {id: Credit}, each id is in it.
    """
    if not ids:
        return {}
    for model in ("perf.target", "dealer.attribution", "sale.order", "res.partner"):
        env[model].flush_model()
    env.cr.execute(SQL(
        """SELECT t.id, coalesce(sum(a.amount), 0), coalesce(sum(a.amount) FILTER (WHERE a.kind IN %(online)s), 0),
                  coalesce(sum(a.amount) FILTER (WHERE o.is_point_excluded IS NOT TRUE), 0)
             FROM perf_target t
        LEFT JOIN res_partner p ON p.id = t.store_id
             JOIN dealer_attribution a ON a.company_id = t.company_id AND a.role = 'store' AND a.date BETWEEN t.date_from AND t.date_to
                  AND (t.user_id IS NULL OR a.salesperson_id = t.user_id)
                  AND (t.sales_company_id IS NULL OR a.sales_company_id = t.sales_company_id)
                  AND (t.store_id IS NULL OR CASE p.dealer_level WHEN 'store' THEN a.store_id ELSE a.dealer_id END = t.store_id)
        LEFT JOIN sale_order o ON o.id = a.order_id
            WHERE t.id IN %(ids)s AND (t.team_id IS NULL OR a.team_id = t.team_id)
         GROUP BY t.id""", online=ONLINE, ids=tuple(ids)))
    found = {row[0]: Credit(*(float(value) for value in row[1:])) for row in env.cr.fetchall()}
    return {number: found.get(number, NOTHING) for number in ids}
