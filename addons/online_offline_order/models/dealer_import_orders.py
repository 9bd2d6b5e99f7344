from odoo import models
from odoo.fields import Command

from odoo.addons.dealer_base.models.dealer_import_base import ImportPlan


class DealerImportOrders(models.AbstractModel):
    """Orders of malls and distribution systems (R2-028): drafts that are sourced, priced and submitted like all others.

    An order is known by its source and its number there: uploaded again, it is left alone; for another store it is a mistake.
    """

    _name = "dealer.import.orders"
    _inherit = "dealer.import.base"
    _description = "Orders of other systems"

    _import_groups = ("dealer_base.group_cs_presale",)

    def _key(self, row):
        return (row.record.number, row.record.code)

    def _lookup(self, job, rows):
        found = {"stores": {}, "products": {}, "divisions": {}, "guides": {}, "known": {}}
        records = [row.record for row in rows]
        stores = self.env["res.partner"].search([
            ("dealer_code", "in", [record.store for record in records]), ("dealer_level", "in", ("dealer", "store")), ("dealer_state", "=", "approved")])
        found["stores"] = {store.dealer_code: store for store in stores}
        orders = self.env["sale.order"]
        found["known"] = {(order.order_source, order.client_order_ref): order for order in orders.search([
            ("company_id", "=", job.company_id.id), ("is_dealer_order", "=", True), ("dealer_state", "!=", "cancelled"),
            ("client_order_ref", "in", [record.number for record in records])])}
        for store, codes in _codes_by_store(records).items():
            partner = found["stores"].get(store)
            for start in range(0, len(codes), 500):
                found["products"].update({(store, code): product for code, product in orders._api_products(codes[start:start + 500], partner).items()})
        guides = self.env["dealer.guide"].search([("company_id", "=", job.company_id.id), ("store_id", "in", stores.ids)])
        found["guides"] = {(guide.store_id.dealer_code, guide.work_number): guide for guide in guides}
        return found, [error for row in rows for error in self._check_row(row, found)]

    def _refine(self, errors, parsed):
        """An order comes whole or not at all: the good rows of one with a bad row stay out too."""
        wrong = {error.row for error in errors if not error.warning}
        bad = {row.record.number for row in parsed.rows if row.number in wrong} | {values.get("number") for values in parsed.rejected.values()}
        rest = [row.source.error("number", "order_incomplete") for row in parsed.rows if row.record.number in bad and row.number not in wrong]
        return super()._refine(errors, parsed) + rest

    def _check_row(self, row, found):
        record, errors = row.record, []
        if record.store not in found["stores"]:
            return [row.source.error("store", "unknown_order_store", code=record.store)]
        known = found["known"].get((record.source, record.number))
        if known and known.partner_id != found["stores"][record.store]:
            errors.append(row.source.error("number", "order_elsewhere", order=known.name, store=known.partner_id.name))
        product = found["products"].get((record.store, record.code))
        if not product or not product.is_storable:
            errors.append(row.source.error("code", "unknown_goods", code=record.code))
        if record.guide and (record.store, record.guide) not in found["guides"]:
            errors.append(row.source.error("guide", "unknown_guide", code=record.guide))
        if record.mode == "store":
            return errors
        errors += [row.source.error(name, "consumer_missing") for name in ("consumer", "phone", "street") if not getattr(record, name)]
        if not record.consent:
            errors.append(row.source.error("consent", "consent_missing"))
        division, match = self.env["dealer.division"]._match(record.province, record.city, record.district)
        if match.refusal:
            errors.append(row.source.error(match.place, match.refusal, **{"name": getattr(record, match.place), **match.params}))
        found["divisions"][row.number] = division
        return errors

    def _plan(self, job, rows, found):
        plan = ImportPlan()
        for number, lines in _by_number(rows).items():
            (plan.unchanged if (lines[0].record.source, number) in found["known"] else plan.created).append(lines)
        return plan

    def _commit(self, job, rows, found, plan):
        orders = self.env["sale.order"].with_company(job.company_id)
        made = orders.browse()
        for done, lines in enumerate(plan.created, 1):
            order = orders.create(self._values(job, lines, found))
            order._source()
            made |= order
            if done % 50 == 0:
                job._progress(done, len(plan.created))
        return made

    def _values(self, job, lines, found):
        head = lines[0].record
        guide = found["guides"].get((head.store, head.guide))
        values = {
            "is_dealer_order": True, "company_id": job.company_id.id, "partner_id": found["stores"][head.store].id, "client_order_ref": head.number,
            "order_source": head.source, "dealer_mode": head.mode, "guide_id": guide.id if guide else False, "entry_way": "import",
            "order_line": [Command.create({
                "product_id": found["products"][head.store, row.record.code].id, "product_uom_qty": row.record.quantity}) for row in lines]}
        if head.consumer or head.phone:
            values.update(consumer_name=head.consumer, consumer_phone=head.phone, consumer_consent=all(row.record.consent for row in lines))
        if head.mode == "consumer":
            values.update(consumer_street=head.street, consumer_division_id=found["divisions"][lines[0].number].id)
        return values


def _codes_by_store(records):
    codes = {}
    for record in records:
        codes.setdefault(record.store, {})[record.code] = True
    return {store: list(found) for store, found in codes.items()}


def _by_number(rows):
    orders = {}
    for row in rows:
        orders.setdefault(row.record.number, []).append(row)
    return orders
