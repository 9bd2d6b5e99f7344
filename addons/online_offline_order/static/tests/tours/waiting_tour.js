/** @odoo-module **/
// Journey J4 in the browser: not enough at submit, a top-up is confirmed, the order goes on by itself. One tour per person.
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

function state(value) {
    return { trigger: `.o_statusbar_status button.o_arrow_button_current[data-value=${value}]` };
}

function openStore(column = "name") {
    return { trigger: `.o_data_row:contains(Test Store 1A) td[name=${column}]`, run: "click" };
}

tours.add("dealer_waiting_submit", {
    url: "/odoo/dealer-orders-draft",
    steps: () => [
        openStore(),
        { trigger: ".o_field_widget[name=available_amount]:contains(500.00)" },
        { trigger: "button[name=action_submit]", run: "click" },
        { trigger: ".alert-danger .o_field_widget[name=missing_amount]:contains(180.00)" },
        { trigger: ".o_notification:contains(500.00):contains(680.00):contains(180.00)" },
    ],
});

tours.add("dealer_waiting_confirm_topup", {
    url: "/odoo/prepaid-topups-to-confirm",
    steps: () => [
        { trigger: ".o_data_row:contains(500.00) td[name=amount]", run: "click" },
        { trigger: ".o_statusbar_buttons button[name=action_confirm]", run: "click" },
        state("confirmed"),
    ],
});

tours.add("dealer_waiting_approve", {
    url: "/odoo/dealer-orders-review",
    steps: () => [
        openStore(),
        state("submitted"),
        { trigger: ".o_field_widget[name=available_amount]:contains(320.00)" },
        { trigger: "button[name=action_approve]", run: "click" },
        state("approved"),
    ],
});
