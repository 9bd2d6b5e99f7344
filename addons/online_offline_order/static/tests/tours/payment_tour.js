/** @odoo-module **/
// Journey J15 in the browser: pay-now and pay-later orders, their receipt with proof, its rejection, both gates. One tour per person.
import { registry } from "@web/core/registry";
import { inputFiles } from "@web/../tests/utils";

const tours = registry.category("web_tour.tours");

function state(value) {
    return { trigger: `.o_statusbar_status button.o_arrow_button_current[data-value=${value}]` };
}

function openOrder(phrase) {
    return { trigger: `.o_data_row:contains(${phrase}) td[name=name]`, run: "click" };
}

function gate(...words) {
    return { trigger: `.alert-warning .o_field_widget[name=gate_text]${words.map((word) => `:contains(${word})`).join("")}` };
}

tours.add("dealer_paynow_submit", {
    url: "/odoo/dealer-orders-draft",
    steps: () => [
        openOrder("Test Store 2A"),
        { trigger: ".o_field_widget[name=settlement_method]:contains(现付)" },
        { trigger: "button[name=action_submit]", run: "click" },
        state("waiting"),
        gate("待审核", "待付款", "680.00"),
    ],
});

tours.add("dealer_paynow_receipt", {
    url: "/odoo/dealer-orders-to-pay",
    steps: () => [
        openOrder("Test Store 2A"),
        gate("待付款", "680.00"),
        { trigger: "button[name=action_add_receipt]", run: "click" },
        { trigger: ".o_field_widget[name=partner_id] input:value(Test Dealer Two)" },
        { trigger: ".o_field_widget[name=amount] input", run: "edit 860.00" },
        { trigger: ".o_field_widget[name=channel_id] input", run: "click" },
        { trigger: ".o-autocomplete--dropdown-item:contains(银行)", run: "click" },
        {
            trigger: ".o_field_widget[name=proof_ids] .o_attach",
            async run() {
                const picture = await new Promise((resolve) => {
                    const canvas = document.createElement("canvas");
                    canvas.width = canvas.height = 20;
                    canvas.getContext("2d").fillRect(0, 0, 20, 20);
                    canvas.toBlob(resolve, "image/png");
                });
                await inputFiles(".o_field_widget[name=proof_ids] input[type=file]", [new File([picture], "回单.png", { type: "image/png" })]);
            },
        },
        { trigger: ".o_field_widget[name=proof_ids] .o_attachment:contains(回单)" },
        { trigger: ".alert-info:contains(180.00)" },
        { trigger: ".o_statusbar_buttons button[name=action_submit]", run: "click" },
        state("submitted"),
    ],
});

tours.add("dealer_paynow_confirm", {
    url: "/odoo/prepaid-receipts-to-confirm",
    steps: () => [
        { trigger: ".o_data_row:contains(860.00) td[name=amount]", run: "click" },
        { trigger: ".alert-info:contains(180.00)" },
        { trigger: ".o_field_widget[name=proof_ids] .o_attachment:contains(回单)" },
        { trigger: "button[name=action_ask_reject]", run: "click" },
        { trigger: ".modal .o_field_widget[name=reason] input, .modal .o_field_widget[name=reason] textarea", run: "edit 回单上是六百八十元" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: ".alert-danger:contains(回单上是六百八十元)" },
        { trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item.o_back_button a", run: "click" },
        { trigger: ".o_data_row:contains(680.00) td[name=amount]", run: "click" },
        { trigger: ".alert-info:contains(680.00)" },
        { trigger: ".o_statusbar_buttons button[name=action_confirm]", run: "click" },
        state("confirmed"),
    ],
});

tours.add("dealer_payment_approve", {
    url: "/odoo/dealer-orders-review",
    steps: () => [
        openOrder("Test Store 2A"),
        gate("待审核"),
        { trigger: "button[name=action_approve]", run: "click" },
        state("approved"),
        { trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item.o_back_button a", run: "click" },
        openOrder("Test Store 1A"),
        { trigger: ".o_field_widget[name=settlement_method]:contains(后付)" },
        { trigger: ".o_field_widget[name=term_text]:contains(680.00)" },
        { trigger: "button[name=action_approve]", run: "click" },
        state("approved"),
    ],
});

tours.add("dealer_paylater_overdue", {
    url: "/odoo/prepaid-overdue",
    steps: () => [
        { trigger: ".o_group_header:contains(680.00) .o_group_name", run: "click" },
        { trigger: ".o_data_row.text-danger:contains(Test Dealer One) td[name=days_overdue]:contains(1)" },
        { trigger: ".o_data_row:contains(Test Dealer One) td[name=name]", run: "click" },
        { trigger: ".o_field_widget[name=residual]:contains(680.00)" },
    ],
});
