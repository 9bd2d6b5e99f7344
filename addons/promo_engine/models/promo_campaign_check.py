import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import plaintext2html

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..adapters.goods import domain_of, for_sale
from ..adapters.keys import rule_of
from ..engine import read_snapshot
from .promo_campaign_proof import MOST
from .promo_rule_block import READERS, UNPROVED

_logger = logging.getLogger(__name__)
AHEAD = timedelta(minutes=5)  # so long before its start a campaign is looked at again
SAID = 5  # goods that are named for one rule


class PromoCampaign(models.Model):
    """Prices, costs and lowest prices move on after an approval. What was proved then is proved again just before the start and every night from
    the day before it on: a rule for which it does not hold any more is blocked, and whoever is in charge is told."""

    _inherit = "promo.campaign"

    # {"below": {product id: fen that was accepted}, "claims": [product id], "examples": [example id]}
    check_known = fields.Json(readonly=True, copy=False, groups=READERS)

    @api.model
    def _guarded_fields(self):
        return {name for name in super()._guarded_fields() if not (groups := self._fields[name].groups) or self.env.user.has_groups(groups)}

    def action_approve(self):
        """As before; nothing of it is blocked, and what was accepted is known to the checks that follow."""
        result = super().action_approve()
        for campaign in self:
            campaign.sudo().check_known = campaign._known_of_proof()  # sudo: written by the steps of the campaign alone
            campaign.rule_ids._unblock()
        return result

    def _known_of_proof(self):
        return {
            "below": {str(proof.product_id.id): to_fen(proof.lowest) for proof in self.proof_ids if proof.is_below}, "claims": [],
            "examples": self.example_ids.filtered(lambda example: not example.is_right).ids}

    def _keep_known(self, facts):
        """Keep what a release accepted. :param facts: as ``check_known``."""
        campaign = self.sudo()  # sudo: written by the steps of the campaign alone
        known = campaign.check_known or self._known_of_proof()
        campaign.check_known = {
            "below": {**known["below"], **facts.get("below", {})},
            **{name: sorted({*known[name], *facts.get(name, ())}) for name in ("claims", "examples")}}

    @api.model
    def _note_public_prices(self, now):
        """As before; what starts within minutes is proved again first."""
        near = self.search(Domain([
            ("state", "=", "approved"), ("price_noted", "=", False), ("date_start", "<=", now + AHEAD), ("date_end", ">", now)]),
            order="approved_at desc, id desc")
        near.filtered(lambda campaign: not campaign.proof_at or campaign.proof_at < campaign.date_start - AHEAD)._check_all()
        return super()._note_public_prices(now)

    @api.model
    def _cron_sheets(self):
        """As before; what is in force, or will be tomorrow, is proved again first."""
        now = fields.Datetime.now()
        self.search(Domain([
            ("state", "in", ("draft", "submitted", "approved")), ("date_start", "<=", now + timedelta(days=1)), ("date_end", ">", now),
            ("rule_ids.version_ids.is_current", "=", True)]), order="approved_at desc, id desc")._check_all()
        return super()._cron_sheets()

    def _check_all(self):
        """Check each of the campaigns; of one that cannot be checked nothing is given, the others follow."""
        for campaign in self:
            try:
                with self.env.cr.savepoint():
                    campaign._check_again()
            except Exception as error:  # broken data, a fault of the engine, a lock
                _logger.exception("the prices of campaign %s could not be proved again", campaign.id)
                if self.env.context.get("cron_id"):
                    self.env["ir.cron"]._commit_progress(0)  # what broke it is not in the way of what follows
                campaign._check_failed(error)
            if self.env.context.get("cron_id"):
                self.env["ir.cron"]._commit_progress(1)

    def _check_failed(self, error):
        """Let nothing be given of a campaign whose prices cannot be worked out, and tell who is in charge: once, however often it fails."""
        campaign, told = self._telling()
        try:
            with self.env.cr.savepoint():
                free = campaign.rule_ids.filtered(lambda rule: not rule.blocked_at and any(rule.version_ids.mapped("is_current")))
                if not free:
                    return
                reason = str(error)[:200] or type(error).__name__
                for rule in free:
                    rule._block(campaign.env._("Its prices could not be worked out: %s", reason), {UNPROVED: True})
                campaign._end_unproved_tasks()
                campaign._tell(told, campaign._unproved_summary(), campaign.env._(
                    "The lowest prices could not be worked out: %(reason)s\nUntil they can, these rules give nothing: %(rules)s. Look at goods, costs and "
                    "rules; the button Work out lowest prices tries it again, and so does every night.",
                    reason=reason, rules=", ".join(free.mapped("name"))))
        except Exception:  # what broke the proof may break the note; the log has both
            _logger.exception("campaign %s could not be blocked", self.id)

    def _telling(self):
        """:return: (the campaign as the program looks at it, in the language of who is told, res.users who is told: in charge, else who approved it)."""
        told = self.owner_id.filtered("active") or self.approved_by.filtered("active")
        return self.sudo().with_context(lang=told.lang or self.env.lang), told  # sudo: the check is the program's own, and its result too

    def _unproved_summary(self):
        return self.env._("%s: prices could not be worked out", self.name)

    def _free_unproved(self):
        """Let rules give again that were blocked because nothing could be worked out. :return: promo.rule."""
        rules = self.rule_ids.filtered(lambda rule: (rule.blocked_facts or {}).get(UNPROVED))
        rules._unblock()
        return rules

    def _tell_proved(self, rules):
        """Say that rules give again; who was told has nothing to do any more."""
        if again := rules.filtered(lambda rule: not rule.blocked_at):
            self.message_post(body=self.env._("The lowest prices were worked out again; these rules give again: %s", ", ".join(again.mapped("name"))))
        if rules:
            self._end_unproved_tasks()

    def _end_unproved_tasks(self):
        self.activity_ids.filtered(lambda activity: activity.summary == self._unproved_summary()).unlink()

    def _check_again(self):
        """Prove again what was proved at the approval, and block the rules of the campaign for which it does not hold.

        Of a campaign whose change is being planned the rules in force are looked at, and the plan stays as it is.
        """
        self.ensure_one()
        campaign, told = self._telling()
        planned = campaign.state == "approved"
        known = campaign.check_known or (campaign._known_of_proof() if planned else None)
        if known is None:
            return
        waiting = campaign._free_unproved()
        blocked = campaign._block_failing(campaign._failing_examples(known) if planned else {})
        while found := campaign._failing_prices(known, planned):
            blocked |= campaign._block_failing(found)
        if planned:
            campaign._find_conflicts()
        if blocked:
            campaign._tell_blocked(blocked, told)
        campaign._tell_proved(waiting)

    def _block_failing(self, found):
        """:param found: {promo.rule: (sentences, facts)}. :return: promo.rule that were blocked."""
        for rule, (sentences, facts) in found.items():
            more = [self.env._("... and %s more", len(sentences) - SAID)] if len(sentences) > SAID else []
            rule._block("\n".join(sentences[:SAID] + more), facts)
        return self.env["promo.rule"].concat(*found)

    def _tell_blocked(self, rules, told):
        text = "\n".join([
            self.env._("Blocked, it gives nothing until it is mended and approved anew, or released by a second person:"),
            *(f"{rule.name}: {rule.blocked_text}" for rule in rules)])
        self._tell(told, self.env._("%s: prices do not hold any more", self.name), text)

    def _tell(self, told, summary, text):
        """Note something, and give who is in charge a task."""
        self.message_post(body=plaintext2html(text))
        if told:
            self.activity_schedule("mail.mail_activity_data_todo", user_id=told.id, summary=summary, note=plaintext2html(text))

    def _failing_examples(self, known):
        """:return: {promo.rule: (sentences, facts)} of all rules when an example does not come out right any more: it is about all of them together."""
        self.example_ids.invalidate_recordset(["result", "is_right"])  # they hang on more than their own fields: lowest prices, facts of buyers
        wrong = self.example_ids.filtered(lambda example: not example.is_right and example.id not in known["examples"])
        free = self.rule_ids.filtered(lambda rule: not rule.blocked_at)
        sentences = [self.env._(
            "Example %(example)s costs %(now)s instead of %(wanted)s.", example=example.name, now=from_fen(to_fen(example.result)),
            wanted=from_fen(to_fen(example.wanted))) for example in wrong]
        return {rule: (sentences, {"examples": wrong.ids}) for rule in free} if wrong else {}

    def _failing_prices(self, known, planned):
        """:return: {promo.rule: (sentences, facts)} of the rules that bring goods lower than was accepted, or for whose goods a claim is not true."""
        own = self._proof_rules() if planned else self._rules_in_force()
        goods = self.env["product.product"]  # of each rule its own: goods of a wide one would leave no place for those of a narrow one
        products = self._proof_products() if planned else goods.union(*(
            goods.search(domain_of([rule]) & for_sale(self.company_id), limit=MOST, order="list_price, id") for rule in own))
        rows, lines, meeting = self._proof_rows(own, products)
        if planned:
            self._proof_more(rows, lines)
            self._store_proof(rows, {})
        found, mine = {}, {rule.id for rule in own}
        for row in rows:
            product, reach = row["product_id"], meeting[row["product_id"]]
            lowest = to_fen(row["lowest"])
            if row["is_below"] and lowest < known["below"].get(str(product), lowest + 1):
                self._add_failing(found, mine & set(reach[1]), "below", product, lowest, self.env._(
                    "%(goods)s can come to %(price)s, below cost, ex-factory or lowest price.", goods=self._goods_name(product), price=from_fen(lowest)))
            if row.get("is_claim_broken") and product not in known["claims"]:
                self._add_failing(found, mine & set(reach[0]), "claims", product, None, f"{self._goods_name(product)}: {row['history_text']}")
        return found

    def _goods_name(self, product):
        return self.env["product.product"].browse(product).display_name

    def _add_failing(self, found, keys, kind, product, fen, sentence):
        for rule in self.env["promo.rule"].browse(sorted(map(rule_of, keys))):
            sentences, facts = found.setdefault(rule, ([], {}))
            sentences.append(sentence)
            if kind == "below":
                facts.setdefault(kind, {})[str(product)] = fen
            else:
                facts.setdefault(kind, []).append(product)

    def _rules_in_force(self):
        """:return: [Rule] of the frozen versions in force, without what is blocked."""
        versions = self.rule_ids.version_ids.filtered(lambda version: version.is_current and not version.rule_id.blocked_at)
        return list(read_snapshot([version.source for version in versions]).rules)
