from odoo import models
from odoo.tools import SQL

from ..sql import queue


class PrepaidGate(models.AbstractModel):
    _inherit = "prepaid.gate"

    def _waits(self, account):
        account = account.sudo()  # sudo: any role's credit may wake the queue, whoever may read the account
        orders = queue.orders_wait(account.company_id.id, account.partner_id.id)
        other = super()._waits(account)
        return SQL("%s OR %s", other, orders) if other else orders
