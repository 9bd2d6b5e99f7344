from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

STATES = [
    ("new", "New"), ("reported", "Reported to the vendor"), ("returned", "Back to the vendor"), ("scrapped", "Scrapped"),
    ("kept", "Sold as second choice")]
PURCHASING, WAREHOUSE = "dealer_base.group_purchase_clerk", "dealer_base.group_wh_operator"


class DealerDefect(models.Model):
    """Pieces that an inspection found defective or worn: the list that purchasing takes to the vendor (R1-185, R1-198).

    new -> reported (purchasing, to the vendor) -> returned, scrapped or kept as second choice. The pieces lie in quarantine
    meanwhile; moving them out of it is a transfer of the warehouse. The one to the vendor is prepared as a draft.
    """

    _name = "dealer.defect"
    _description = "Defective goods"
    _inherit = ["mail.thread", "mail.activity.mixin", "dealer.flow.mixin"]
    _mail_post_access = "read"
    _order = "id desc"
    _rec_name = "product_id"
    _reason_methods = {"action_report", "action_close_returned", "action_close_scrapped", "action_close_kept"}

    return_id = fields.Many2one("dealer.return", string="Return", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="return_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="return_id.partner_id", string="Dealer or store", store=True, index=True)
    product_id = fields.Many2one("product.product", required=True, readonly=True, index=True, ondelete="restrict")
    categ_id = fields.Many2one(related="product_id.categ_id", store=True)
    vendor_id = fields.Many2one("res.partner", string="Vendor", compute="_compute_vendor_id", store=True)
    kind = fields.Selection([("defect", "Defective"), ("worn", "Worn")], required=True, readonly=True)
    quantity = fields.Integer(string="Pieces", required=True, readonly=True)
    note = fields.Char(string="Finding", readonly=True)
    photo_ids = fields.Many2many("ir.attachment", "dealer_defect_photo_rel", string="Photos", readonly=True, copy=False, bypass_search_access=True)
    state = fields.Selection(STATES, default="new", required=True, readonly=True, copy=False, index=True, tracking=True)
    answer = fields.Char(string="What was agreed", readonly=True, copy=False, tracking=True)
    picking_id = fields.Many2one("stock.picking", string="Transfer to the vendor", readonly=True, copy=False, index="btree_not_null", ondelete="set null")
    closed_by = fields.Many2one("res.users", readonly=True, copy=False)
    closed_at = fields.Datetime(readonly=True, copy=False)

    @api.depends("product_id")
    def _compute_vendor_id(self):
        for record in self:
            record.vendor_id = record.product_id.sudo().seller_ids[:1].partner_id  # sudo: who may see the defect sees whom it came from

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Defective goods are listed by the inspection of their return."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and any(not name.startswith(("message_", "activity_")) for name in vals):
            raise AccessError(self.env._("Defective goods are written by their buttons only."))
        return super().write(vals)

    def _move_on(self, state, text, *before):
        if not any(self.env.user.has_group(group) for group in (PURCHASING, WAREHOUSE)):
            raise AccessError(self.env._("Defective goods are handled by purchasing and warehouse."))
        self.check_access("read")
        for record in self.filtered(lambda rec: rec.state != state):
            record._need_state(*before)
            vals = {"state": state, "answer": text}
            if state != "reported":
                vals.update(closed_by=self.env.uid, closed_at=fields.Datetime.now())
            record.sudo().write(vals)  # sudo: role and state are checked above
        return True

    def action_report(self, reason):
        """Note that the vendor was told. Purchasing or warehouse.

        :param reason: when and what he was told.
        :return: True.
        """
        return self._move_on("reported", reason, "new")

    def action_close_returned(self, reason):
        """Give the pieces back to the vendor: the warehouse finds a draft of the transfer, one for each vendor and warehouse.

        :param reason: what was agreed.
        :return: True.
        """
        going = self.filtered(lambda rec: rec.state != "returned")
        self._move_on("returned", reason, "reported", "new")
        going._prepare_way_to_vendor()
        return True

    def _prepare_way_to_vendor(self):
        """Prepare the transfers from quarantine to the vendors as drafts; who may was checked by the caller."""
        for (vendor, house), found in self.sudo().grouped(  # sudo: drafts of the warehouse, whoever of purchasing agreed
                lambda rec: (rec.vendor_id, rec.return_id.order_id.warehouse_id)).items():
            company, here = found.company_id, found.company_id._quarantine_location()
            there = vendor.with_company(company).property_stock_supplier or self.env.ref("stock.stock_location_suppliers").sudo()  # sudo: as above
            found.picking_id = self.env["stock.picking"].sudo().create({  # sudo: as above
                "picking_type_id": house.out_type_id.id, "location_id": here.id, "location_dest_id": there.id, "company_id": company.id,
                "partner_id": vendor.id, "origin": ", ".join(dict.fromkeys(found.return_id.mapped("name"))),
                "move_ids": [Command.create({
                    "product_id": product.id, "product_uom_qty": sum(rows.mapped("quantity")), "location_id": here.id, "location_dest_id": there.id,
                    "company_id": company.id}) for product, rows in found.grouped("product_id").items()]})

    def action_close_scrapped(self, reason):
        """Note that the pieces were scrapped.

        :param reason: what was agreed.
        :return: True.
        """
        return self._move_on("scrapped", reason, "reported", "new")

    def action_close_kept(self, reason):
        """Note that the pieces are sold as second choice.

        :param reason: what was agreed.
        :return: True.
        """
        return self._move_on("kept", reason, "reported", "new")

    def action_ask(self):
        """Ask for the text of the step that the button names in its context (``step``)."""
        steps = {
            "action_report": self.env._("Report to the vendor"), "action_close_returned": self.env._("Back to the vendor"),
            "action_close_scrapped": self.env._("Scrap"), "action_close_kept": self.env._("Sell as second choice")}
        step = self.env.context.get("step")
        return self.env["dealer.reason"]._ask(self, step if step in steps else "action_report", steps.get(step, steps["action_report"]))
