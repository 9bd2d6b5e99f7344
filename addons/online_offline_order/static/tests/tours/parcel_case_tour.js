/** @odoo-module **/
// Journey J27 in the browser: goods of a lost parcel are sent again and claimed from the carrier, each step by its own role.
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const row = { content: "open the case", trigger: ".o_list_view .o_data_row td[name='name']", run: "click" };

function press(method, confirmed) {
    const click = { content: `press ${method}`, trigger: `.o_form_statusbar button[name='${method}']`, run: "click" };
    return confirmed ? [click, { content: "sure", trigger: ".modal .modal-footer .btn-primary", run: "click" }] : [click];
}

tours.add("parcel_case_claim", {
    steps: () => [
        row,
        { content: "its goods", trigger: ".o_field_widget[name='line_ids'] .o_data_row td[name='quantity']:contains('2')" },
        { content: "what the carrier shall pay", trigger: ".o_field_widget[name='claim_amount'] input", run: "edit 360" },
        { content: "leave the field", trigger: ".o_field_widget[name='note'] textarea", run: "click" },
        ...press("action_claim"),
        { content: "finance has it", trigger: ".o_field_widget[name='claim_state'] .badge" },
    ],
});

tours.add("parcel_case_reship", {
    steps: () => [
        row,
        ...press("action_reship", true),
        { content: "sent again", trigger: ".o_statusbar_status .o_arrow_button_current[data-value='reshipped']" },
        { content: "a delivery is there", trigger: "button[name='action_open_transfers']" },
    ],
});

tours.add("parcel_case_book", {
    steps: () => [
        row,
        ...press("action_book_claim", true),
        { content: "booked", trigger: ".o_form_statusbar:not(:has(button[name='action_book_claim']))" },
        { content: "the answer can be entered", trigger: ".o_field_widget[name='claim_answer']" },
    ],
});
