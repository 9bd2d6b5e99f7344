"""Which goods customers looked at: one row a product, customer and day, written in one statement that waits for nobody who wrote before."""
from odoo.tools import SQL


def note_views(env, company, partner, products, day):
    """Write the rows that are not there yet.

    :param company: res.company. :param partner: res.partner, the customer. :param products: product.product. :param day: date.
    """
    env["perf.goods.view"].flush_model()
    env.cr.execute(SQL(
        """INSERT INTO perf_goods_view (company_id, product_id, partner_id, dealer_id, date, create_uid, create_date, write_uid, write_date)
           SELECT %(company)s, p.id, %(partner)s, %(dealer)s, %(day)s, %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
             FROM product_product p
            WHERE p.id IN %(products)s AND NOT EXISTS (
                  SELECT 1 FROM perf_goods_view v
                   WHERE v.product_id = p.id AND v.partner_id = %(partner)s AND v.company_id = %(company)s AND v.date = %(day)s)
         ORDER BY p.id
               ON CONFLICT DO NOTHING""",
        company=company.id, partner=partner.id, dealer=partner.dealer_id.id or None, products=tuple(products.ids), day=day, uid=env.uid))
    env["perf.goods.view"].invalidate_model()
