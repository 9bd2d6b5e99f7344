from odoo import models


class MailThread(models.AbstractModel):
    """The client changes and empties messages through their document, with superuser rights: history stays there too."""

    _inherit = "mail.thread"

    def _check_can_update_message_content(self, messages):
        messages._refuse_history()
        return super()._check_can_update_message_content(messages)
