from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

PAYEE = {"bill_partner_id": "bill_partner_hand_id", "bill_account_id": "bill_account_hand_id"}  # value -> who entered the present one
LIFE = frozenset((*PAYEE.values(), "payee_agreed_by_id"))


class LogisticsContract(models.Model):
    """Who is paid by a cost contract, and which expense takes it: entered by one person, agreed by another one, like its prices (S9)."""

    _inherit = "logistics.contract"

    bill_partner_hand_id = fields.Many2one("res.users", string="Payee entered by", readonly=True, copy=False)
    bill_account_hand_id = fields.Many2one("res.users", string="Expense account entered by", readonly=True, copy=False)
    payee_hand_ids = fields.Many2many(
        "res.users", string="Payee changed by", compute="_compute_payee_hand_ids",
        help="Since another person agreed last. While somebody stands here no vendor bill is made by the contract.")
    payee_agreed_by_id = fields.Many2one("res.users", string="Payee agreed by", readonly=True, copy=False, tracking=True)
    bill_partner_id = fields.Many2one(tracking=True)
    bill_account_id = fields.Many2one(tracking=True)

    @api.depends(*PAYEE.values())
    def _compute_payee_hand_ids(self):
        for contract in self:
            contract.payee_hand_ids = contract.bill_partner_hand_id | contract.bill_account_hand_id

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_payee_life(vals)
        contracts = super().create(vals_list)
        for name in PAYEE:
            contracts.filtered(name)._note_payee_hand(name)
        return contracts

    def write(self, vals):
        self._refuse_payee_life(vals)
        changed = {name: self.filtered(lambda contract, name=name: contract[name].id != (vals[name] or False)) for name in PAYEE.keys() & vals.keys()}
        result = super().write(vals)
        for name, contracts in changed.items():
            contracts._note_payee_hand(name)
        return result

    def _refuse_payee_life(self, vals):
        if LIFE & vals.keys() and not self.env.su:
            raise AccessError(self.env._("Who agreed to a payee is noted by the button, not by hand."))

    def _note_payee_hand(self, name):
        """Remember who entered the present value. Whose value was replaced has no part in it any more: two who correct each other do not lock the contract."""
        if self and not self.env.su:
            self.sudo().write({PAYEE[name]: self.env.uid, "payee_agreed_by_id": False})  # sudo: fields of the flow

    def action_agree_payee(self):
        """Agree to payee and expense account that another person entered. A second call changes nothing.

        :return: True.
        :raises AccessError: for others than the finance manager, and for who entered them.
        """
        if not self.env.user.has_group("dealer_base.group_fin_manager"):
            raise AccessError(self.env._("Only the finance manager agrees to the payee of a carrier contract."))
        self.check_access("write")
        for contract in self.filtered("payee_hand_ids"):
            if self.env.user in contract.payee_hand_ids:
                raise AccessError(self.env._("%s: you entered its payee or expense account, so another finance manager agrees to it.", contract.name))
            contract.sudo().write({**dict.fromkeys(PAYEE.values(), False), "payee_agreed_by_id": self.env.uid})  # sudo: fields of the flow, checked above
        return True

    def _check_payee(self):
        """Refuse to pay by a contract whose payee nobody but who entered it has seen."""
        for contract in self.filtered("payee_hand_ids"):
            raise UserError(self.env._(
                "%(contract)s: %(people)s changed its payee or expense account. Another finance manager agrees to it on the contract first.",
                contract=contract.name, people=", ".join(contract.payee_hand_ids.mapped("name"))))
