from odoo import api, fields, models

SHOWN = 5  # documents named one by one


class PrepaidImpact(models.AbstractModel):
    """A rule that says before it is saved or approved what it would have done with the documents of last month, or does to open ones (N14).

    The concrete model gives the sentences in ``_impact`` and says in ``_impact_depends`` what they hang on; nothing is written.
    """

    _name = "prepaid.impact.mixin"
    _description = "Impact of a rule"

    impact_text = fields.Text(compute="_compute_impact_text", string="What it would bring about", groups="base.group_user")

    def _impact(self):
        """Hook: say what the rule as it stands on the form would bring about.

        :return: list of sentences, empty where nothing can be said yet.
        """
        return []

    def _impact_depends(self):
        """Hook: name the fields that the sentences hang on."""
        return ["company_id"]

    @api.depends(lambda self: self._impact_depends())
    @api.depends_context("lang")
    def _compute_impact_text(self):
        for rule in self:
            rule.impact_text = "\n".join(rule._impact()) or False

    def _named(self, names):
        """Name the first documents and count the others.

        :param names: list of text.
        :return: text.
        """
        if len(names) <= SHOWN:
            return ", ".join(names)
        return self.env._("%(names)s and %(count)s more", names=", ".join(names[:SHOWN]), count=len(names) - SHOWN)
