from datetime import UTC

from odoo import api, fields, models

from odoo.addons.dealer_base.money import to_fen

from ..adapters.keys import brand_key, categ_key, company_key, division_key, partner_key, product_key, tag_key, user_key
from ..engine import Cart, Line, Org, Party
from ..sql.buyers import orders_done


class PromoCart(models.AbstractModel):
    """Records -> cart of the engine, for many orders at once."""

    _name = "promo.cart"
    _description = "Cart of the promotion engine"

    @api.model
    def _aware(self, moment):
        """:param moment: UTC datetime as fields hold it. :return: the same, with its zone."""
        return moment.replace(tzinfo=UTC)

    @api.model
    def _buyer_facts(self, partners):
        """Read what conditions may ask about buyers. Extend: add facts by name; a fact may be a list.

        :param partners: res.partner.
        :return: {partner id: {fact: value}}.
        """
        partners = partners.sudo()  # sudo: whether a condition holds does not depend on who enters the order
        found = {}
        for partner in partners:
            region = partner.division_id
            regions = []
            while region:
                regions += [division_key(region.id), region.code or "", region.name or ""]
                region = region.parent_id
            found[partner.id] = {
                "group": [tag_key(tag) for tag in partner.category_id.ids], "level": partner.dealer_level or "", "region": [word for word in regions if word],
                "first_seen": self.env.company._dealer_local(partner.create_date).date().isoformat() if partner.create_date else "",
                **({"birthday": partner.promo_birthday.isoformat()} if partner.promo_birthday else {}),
            }
        return found

    @api.model
    def _orders_done(self, partners, company):
        """Count what was bought, per buyer; of dealers and stores the orders of the whole dealer count.

        :return: {partner id: (number of orders, spent in fen, date of the last)}; nothing for who has none.
        """
        roots = {}
        for partner in partners.sudo():  # sudo: the dealer above is not visible for all
            roots[partner.id] = partner._promo_owner()._origin.id
        orders = self.env["sale.order"]
        orders.flush_model(orders._promo_counted_by())
        rule = orders._promo_counted()
        found = orders_done(self.env.cr, company.id, {root for root in roots.values() if root}, rule.counted, rule.ordered)
        return {partner: (found[root][0], to_fen(found[root][1] or 0), found[root][2]) for partner, root in roots.items() if root in found}

    @api.model
    def _goods_tags(self, products):
        """Read the tags of goods for scopes. Extend: add tags.

        :param products: product.product.
        :return: {product id: frozenset of tags}.
        """
        found = {}
        for product in products.sudo():  # sudo: tags and categories are no secret of the goods
            path = (product.categ_id.parent_path or "").strip("/")
            tags = {categ_key(part) for part in path.split("/") if part}
            tags |= {tag_key(tag) for tag in (product.product_tag_ids | product.product_tmpl_id.product_tag_ids).ids}
            if product.dealer_brand_id:
                tags.add(brand_key(product.dealer_brand_id.id))
            found[product.id] = frozenset(tags)
        return found

    @api.model
    def _launched(self, product, company):
        """Say since when goods are new.

        :param company: res.company whose day it is.
        :return: day since which the goods are there, as an ISO date: their launch day, else the day they were entered; "" for goods that are not saved.
        """
        day = product.sudo().promo_launch_date  # sudo: which day it is counts for every buyer
        day = day or (product.create_date and company._dealer_local(product.create_date).date())
        return day.isoformat() if day else ""

    @api.model
    def _carts_of(self, orders, now=None):
        """Make the carts of sale orders.

        :param orders: sale.order of one company. :param now: UTC datetime of the evaluation.
        :return: {order: Cart}.
        """
        now = self._aware(now or fields.Datetime.now())
        facts = self._buyer_facts(orders.partner_id)
        done = self._orders_done(orders.partner_id, orders.company_id[:1] or self.env.company)
        tags = self._goods_tags(orders.order_line.product_id)
        codes = orders._promo_codes_of()
        return {
            order: self._cart_of(order, now, facts.get(order.partner_id.id, {}), done.get(order.partner_id.id), tags, codes[order]) for order in orders}

    @api.model
    def _cart_of(self, order, now, facts, done, tags, codes=None):
        """Make the cart of one order.

        :param codes: keys of what the buyer entered and has, see ``sale.order._promo_codes_of``; None = looked up for this order alone.
        """
        partner = order.partner_id.sudo()  # sudo: the channel above the buyer decides, whoever enters the order
        orders, spent, last = done or (0, 0, False)
        return Cart(
            id=f"sale.order,{order._origin.id or 'new'}", lines=tuple(self._lines_of(order, tags)),
            at=now.astimezone((order.company_id or self.env.company)._dealer_tz()),  # days of goods are days of the company
            codes=order._promo_codes() if codes is None else codes,
            buyer=Party(partner_key((partner.commercial_partner_id or partner)._origin.id or 0), {**facts,
                "spent_fen": spent, "last_order": order.company_id._dealer_local(last).date().isoformat() if last else ""}, orders),
            org=Org(
                company=company_key(order.company_id.id), sales_company=partner_key(partner.sales_company_id.id or 0),
                dealer=partner_key(partner.dealer_id.id) if partner.dealer_id else "",
                store=partner_key(partner.id) if partner.dealer_level == "store" else "", salesman=user_key(order._promo_seller().id or 0),
                venue=order._promo_venue(), channel=order._promo_channel()),
            currency=order.currency_id.name or "", payment_method=order._promo_payment(),
            picks=order.promo_picks if isinstance(order.promo_picks, dict) else {})

    @api.model
    def _lines_of(self, order, tags):
        """:return: lines of the engine in the order of the lines; goods of part quantities count as one piece of the whole."""
        for index, line in enumerate(order._promo_lines()):
            pieces, price = line._promo_pieces_price()
            taxes = line.tax_ids.flatten_taxes_hierarchy()
            known = len(taxes) == 1 and taxes.amount_type == "percent"
            yield Line(
                id=line._promo_key(index), sku=product_key(line.product_id.id), qty=pieces, price_fen=price, seq=index, tags=tags.get(line.product_id.id,
                    frozenset()),
                list_price_fen=line._promo_list_fen(price), floor_fen=line._promo_floor_fen(), cost_fen=None, ex_factory_fen=None,
                tax_bp=to_fen(taxes.amount) if known else 0, tax_included=all(tax.price_include for tax in taxes) if taxes else True,
                flags=line._promo_flags(), launched=self._launched(line.product_id, order.company_id))
