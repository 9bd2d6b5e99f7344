from odoo import models
from odoo.tools.misc import clean_context

from ..sql import followers


class SaleOrder(models.Model):
    """The timeline of an order: a step is one message, with its sentence and with what it changed of what is tracked."""

    _inherit = "sale.order"

    def _log(self, text):
        """Note a step in the timeline under the name of the person who took it.

        What is tracked and has changed since is noted with it: Odoo would make a second message of that at the end of the request.
        """
        order = self.sudo().with_context(clean_context(self.env.context))  # sudo: a step is noted whoever takes it
        author = self.env.user.partner_id
        if not order._log_with_changes(text, author):
            order._message_log(body=text, author_id=author.id)

    def _log_with_changes(self, text, author):
        """Note a step with the tracked changes that wait for the end of the request.

        :return: True, or False when nothing tracked has changed.
        """
        waiting = self.env.cr.precommit.data.get(f"mail.tracking.{self._name}", {})
        before = waiting.get(self.id)
        if not before:
            return False
        self._track_set_author(author)
        self._track_set_log_message(text)
        changes, _values = self._message_track(self._track_get_fields(), {self.id: before}).get(self.id, (None, None))
        if not changes:
            return False
        del waiting[self.id]  # what changes from now on is noted from here
        self._message_track_post_template(changes)
        return True

    def _track_subtype(self, init_values):
        # That a dealer order was confirmed is the step "approved" of its timeline, a note as every other one, unless somebody follows it for that.
        confirmed = self.is_dealer_order and "state" in init_values and self.state == "sale"
        kind = confirmed and self.env["ir.model.data"]._xmlid_to_res_id("sale.mt_order_confirmed")
        if confirmed and not (kind and followers.asked_for(self.env.cr, self._name, self.id, kind)):  # somebody may have deleted the kind
            return False
        return super()._track_subtype(init_values)
