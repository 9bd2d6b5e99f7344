import datetime

from odoo import api, fields, models

from odoo.addons.dealer_base.money import to_fen, yuan

from ..sql import notices
from .dealer_notice_template_reminder import REMINDERS

WINDOW = 7  # days after which a reminder that was never sent is sent no more: whoever turns one on does not write to everybody at once
ON_THE_WAY_ENDS = ("delivered", "returned", "refused", "lost", "cancelled")


class DealerNotice(models.Model):
    """Finds the reminders that are due and puts them into the outbox, each once for its event."""

    _inherit = "dealer.notice"

    code = fields.Selection(selection_add=REMINDERS, ondelete={code: "cascade" for code, _name in REMINDERS})

    @api.model
    def _cron_remind(self):
        """Put the reminders that are due today into the outbox, company by company."""
        templates = self.env["dealer.notice.template"].search([("code", "in", [code for code, _name in REMINDERS])])
        for company in self.env["res.company"].search([]):
            for template in templates.filtered(lambda one, company=company: company not in one.off_company_ids):
                getattr(self, f"_remind_{template.code}")(company, template.after_days)

    @api.model
    def _due_days(self, company, days):
        """Give the days whose events are reminded of now.

        :return: (first, last) as dates of the company.
        """
        last = company._dealer_today() - datetime.timedelta(days=days)
        return last - datetime.timedelta(days=WINDOW), last

    @api.model
    def _due_moments(self, company, field, days):
        """Give the domain of the events of those days; see ``_due_days``."""
        first, last = self._due_days(company, days)
        return [(field, ">=", company._dealer_utc(first)), (field, "<", company._dealer_utc(last + datetime.timedelta(days=1)))]

    @api.model
    def _due_orders(self, company, *domain):
        return self.env["sale.order"].search([("is_dealer_order", "=", True), ("company_id", "=", company.id), *domain], order="id")

    @api.model
    def _remind_tracking(self, company, days):
        first, last = self._due_days(company, days)
        parcels = self.env["logistics.parcel"].search([
            ("company_id", "=", company.id), ("direction", "=", "out"), ("state", "not in", ON_THE_WAY_ENDS), ("promised_date", "<", last),
            ("promised_date", ">=", first - datetime.timedelta(days=1)), ("picking_id.sale_id.is_dealer_order", "=", True)])
        for parcel in parcels:
            order = parcel.picking_id.sale_id
            order._notice(
                "tracking", parcel.id, tracking=parcel.tracking or "", day=str(parcel.promised_date),
                carrier=parcel.carrier_id.with_context(lang=order._document_lang()).name)

    @api.model
    def _remind_to_sign(self, company, days):
        first, last = self._due_days(company, days)
        for order in self._due_orders(company, ("dealer_state", "=", "shipped"), ("delivered_on", ">=", first), ("delivered_on", "<=", last)):
            order._notice("to_sign", order.delivered_on, day=str(order.delivered_on))

    @api.model
    def _remind_dunning(self, company, days):
        for order in self._due_orders(company, ("dealer_state", "=", "waiting"), *self._due_moments(company, "waiting_since", days)):
            order._notice("dunning", order.submission_no, total=yuan(to_fen(order.settlement_total)), missing=yuan(to_fen(order.missing_amount)),
                          day=str(company._dealer_today(order.waiting_since)))

    @api.model
    def _remind_care(self, company, days):
        for order in self._due_orders(company, ("dealer_state", "=", "received"), *self._due_moments(company, "received_at", days)):
            order._notice("care", "", day=str(company._dealer_today(order.received_at)))

    @api.model
    def _remind_birthday(self, company, _days):
        today = company._dealer_today()
        born = [today.day] if (today.month, today.day) != (2, 28) or (today + datetime.timedelta(days=1)).day == 29 else [28, 29]
        people = self.env["res.partner"].search([
            ("dealer_birthday.month_number", "=", today.month), ("dealer_birthday.day_of_month", "in", born), ("is_company", "=", False),
            ("is_dealer_consumer", "=", False), ("parent_id.dealer_level", "!=", False), ("company_id", "in", [False, company.id])], order="id")
        hosts = self._companies_of(people.filtered(lambda one: not one.company_id).parent_id)
        wished = {}
        for person in people.filtered(lambda one: (one.company_id or hosts[one.parent_id]) == company):
            address = person.email_normalized or f"res.partner,{person.id}"
            if wished.setdefault(address, person) != person:
                continue  # the same person, entered for another store too
            notices.put(self.env, {
                "company_id": company.id, "event": f"birthday:res.partner,{person.id}:{today.year}", "code": "birthday", "res_model": "res.partner",
                "res_id": person.id, "order_id": None, "partner_id": person.parent_id.id,
                "details": {"name": person.name, "store": person.parent_id.name, "day": str(today)}})

    @api.model
    def _companies_of(self, stores):
        """Find which company knows the people of dealers and stores that are shared: the company of the store, else the one
        that its latest order went to, else the one that holds its dealer's money, else the first one.

        :return: {res.partner: res.company}.
        """
        shared = stores.filtered(lambda store: not store.company_id)
        hosts = {store: store.company_id for store in stores - shared}
        orders = self.env["sale.order"]._read_group(
            [("is_dealer_order", "=", True), ("partner_id", "in", shared.ids)], ["partner_id", "company_id"], ["id:max"], order="id:max")
        accounts = self.env["prepaid.account"]._read_group(
            [("partner_id", "in", (shared | shared.dealer_id).ids)], ["partner_id", "company_id"], ["id:max"], order="id:max")
        latest = {store: company for store, company, _last in orders}
        holder = {owner: company for owner, company, _last in accounts}
        first = self.env["res.company"].search([], limit=1, order="id")
        for store in shared:
            hosts[store] = latest.get(store) or holder.get(store) or holder.get(store.dealer_id) or first
        return hosts

    @api.model
    def _remind_reception(self, company, _days):
        today = company._dealer_today()
        monday = today - datetime.timedelta(days=today.weekday() + 7)
        figures = self._reception_figures(company, monday)
        if figures:
            template = self.env["dealer.notice.template"].search([("code", "=", "reception")], limit=1)
            notices.put(self.env, {
                "company_id": company.id, "event": f"reception:{monday}", "code": "reception", "res_model": template._name, "res_id": template.id,
                "order_id": None, "partner_id": None,
                "details": {"day": str(monday), "figures": figures, "name": str(monday)}})

    @api.model
    def _reception_figures(self, company, monday):
        """Count what the people of service took in within a week: orders on behalf, returns, complaints.

        :return: list of [name, orders, returns, complaints], by name.
        """
        week = [("create_date", ">=", company._dealer_utc(monday)), ("create_date", "<", company._dealer_utc(monday + datetime.timedelta(days=7))),
                ("company_id", "=", company.id), ("create_uid.share", "=", False)]
        rows = {}
        for index, (model, domain) in enumerate((
                ("sale.order", [("is_dealer_order", "=", True)]), ("dealer.return", []), ("dealer.complaint", []))):
            for person, count in self.env[model]._read_group([*week, *domain], ["create_uid"], ["__count"]):
                rows.setdefault(person, [0, 0, 0])[index] = count
        return sorted([person.name, *counts] for person, counts in rows.items())

    # -- sending

    def _details(self):
        """The words of the text, in the language of the reader; figures are kept as counts."""
        details = super()._details()
        if self.code == "reception":
            details["figures"] = "\n".join(self.env._(
                "%(person)s: %(orders)s orders, %(returns)s returns, %(complaints)s complaints", person=name, orders=orders, returns=returns,
                complaints=complaints) for name, orders, returns, complaints in details["figures"])
        return details

    def _readers(self):
        if self.code == "birthday":
            return self.env["res.partner"].browse(self.res_id)
        if self.code == "reception":
            managers = self.env.ref("dealer_base.group_cs_manager").all_user_ids
            return managers.filtered(lambda user: self.company_id in user.company_ids and user.active and not user._is_superuser()).partner_id
        return super()._readers()
