from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class PrepaidTwinMixin(models.AbstractModel):
    """A finance document whose money may be recorded already: it waits until the finance manager allows it with a reason.

    The document calls ``_mark_twin`` when it is submitted and ``_refuse_twin`` before it is booked.
    """

    _name = "prepaid.twin.mixin"
    _description = "Document that may record money twice"
    _inherit = "prepaid.payment.mixin"

    twin_model = fields.Char(readonly=True, copy=False)
    twin_id = fields.Many2oneReference(model_field="twin_model", readonly=True, copy=False)
    twin_name = fields.Char(string="Recorded before in", readonly=True, copy=False)
    twin_released_by_id = fields.Many2one("res.users", string="Second use allowed by", readonly=True, copy=False)
    twin_reason = fields.Char(string="Why it is no double", readonly=True, copy=False, tracking=True)
    twin_hint = fields.Char(compute="_compute_twin_hint")

    @api.depends("state", "twin_name", "twin_released_by_id")
    @api.depends_context("lang")
    def _compute_twin_hint(self):
        for document in self:
            twin = document._find_twin() if document.state == "submitted" and not document.twin_released_by_id else None
            document.twin_hint = self.env._(
                "The same money seems to be recorded already in %s: same serial number, same file, or same amount, payer and time. "
                "Is it really other money? The finance manager decides.", twin.name) if twin else False

    def action_release_twin(self, reason=None):
        """Allow a document that looks like money recorded before (finance manager, not the one who entered it).

        :param reason: text, why it is other money.
        :return: True; allowing twice does nothing more.
        :raises AccessError: for everybody but the finance manager, and for the one who entered it.
        :raises UserError: without a reason, or when it does not wait.
        """
        if not self.env.user.has_group("dealer_base.group_fin_manager"):
            raise AccessError(self.env._("Only the finance manager decides on receipts that look like doubles."))
        self.check_access("read")
        for document in self:
            document._need_state("submitted")
            document._refuse_editors()
            if self.env.user in (document.submitter_id | document.create_uid):
                raise AccessError(self.env._("Another person must decide on %s: you entered it.", document.name))
            if not (reason or "").strip():
                raise UserError(self.env._("Say why %s is other money.", document.name))
            if not document.twin_released_by_id:
                document.sudo().write({"twin_released_by_id": self.env.uid, "twin_reason": reason.strip()})  # sudo: flow fields are closed to writes
        return True

    def action_ask_release_twin(self):
        """Ask why the document is no double."""
        return self.env["dealer.reason"]._ask(self, "action_release_twin", self.env._("Not a double"))

    def action_open_twin(self):
        """Open the document that seems to record the same money."""
        self.ensure_one()
        twin = self._find_twin()
        if not twin:
            raise UserError(self.env._("%s looks like no other: there is nothing to compare.", self.name))
        return {"type": "ir.actions.act_window", "res_model": twin._name, "res_id": twin.id, "view_mode": "form"}

    # -- parts

    def _find_twin(self):
        """Give the oldest document that seems to record the same money, in sudo, or None."""
        found = self._same_money()
        return found[0][1] if found else None

    def _mark_twin(self):
        twin = self._find_twin()
        self.sudo().write({  # sudo: flow fields are closed to writes
            "twin_model": twin and twin._name, "twin_id": twin and twin.id, "twin_name": twin and twin.name, "twin_released_by_id": False})

    def _refuse_twin(self):
        """Raise UserError, naming the other document, unless the finance manager allowed it."""
        twin = None if self.twin_released_by_id else self._find_twin()
        if twin:
            raise UserError(self.env._(
                "%(name)s: the same money seems to be recorded already in %(twin)s; the finance manager must allow it first, or it is rejected.",
                name=self.name, twin=twin.name))
