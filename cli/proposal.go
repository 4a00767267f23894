package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/model/command"
	"pooldeck/pricing"
	proposals "pooldeck/proposal"
)

// proposal is a plan with what an operator has to know of it.
type proposal struct {
	look
	title  string // a line above the plan; may be empty
	plan   model.Plan
	risks  []model.Risk
	told   []model.Risk      // which nobody has to acknowledge
	names  bool              // some were made, and are others the next time
	undoes model.OperationID // the operation that this takes back, if it does
}

// show prints a plan that is not made.
func (p *program) show(x proposal, how manner) error {
	if how.json {
		return writeJSON(p.Out, x.document(nil))
	}
	if err := x.write(p.Out); err != nil {
		return err
	}
	text := "\nNothing was changed; the same command with --yes makes the change."
	if x.names {
		text += "\nNames are made anew each time. To keep these, say\n  " + strings.Join(x.lines(), "\n  ")
	}
	_, err := fmt.Fprintln(p.Err, text)
	return err
}

// accepted prints a plan that is being made.
func (p *program) accepted(x proposal, r backend.Receipt, how manner) error {
	if how.json {
		return writeJSON(p.Out, x.document(r.Operations))
	}
	err := x.write(p.Out)
	if err == nil && !how.wait {
		err = p.answer(x)
	}
	if err != nil || how.wait {
		return err
	}
	words := make([]string, 0, len(r.Operations))
	for _, id := range r.Operations {
		words = append(words, string(id))
	}
	text := "Accepted as " + strings.Join(words, ", ") + "."
	if x.able.Simulated {
		text += " Simulated time passes while a console is open or a command waits."
	}
	_, err = fmt.Fprintln(p.Err, "\n"+text)
	return err
}

// answer is Heroku's own, where dynos were scaled.
func (p *program) answer(x proposal) error {
	answer := command.Scaled(x.plan)
	if answer == "" {
		return nil
	}
	_, err := fmt.Fprintln(p.Err, "\nScaling dynos... done, "+clean(answer))
	return err
}

// lines are the changes as commands.
func (x proposal) lines() []string {
	lines := proposals.Lines(x.plan)
	for i, line := range lines {
		lines[i] = clean(line)
	}
	return lines
}

// write prints what the console's review says.
func (x proposal) write(w io.Writer) error {
	if x.title != "" {
		if _, err := fmt.Fprintln(w, clean(x.title)); err != nil {
			return err
		}
	}
	bill := pricing.Cost(x.catalog, x.plan)
	t := table{right: []bool{false, false, true, false, true, false}}
	for _, cluster := range bill.Clusters {
		for _, line := range x.plan.Lines(cluster.ID) {
			mark := strings.ReplaceAll(string(line.Mark), "-", "−")
			if line.Pool == "" {
				t.add(mark+" "+line.Name, line.Words)
				continue
			}
			x.addMoney(&t, mark+" "+line.Name, line.Words, bill.Pool(line.Pool))
		}
		x.addMoney(&t, "  "+cluster.Name, "", cluster.Item)
	}
	for _, app := range bill.Apps {
		for _, line := range x.plan.Lines(app.ID) {
			x.addMoney(&t, strings.ReplaceAll(string(line.Mark), "-", "−")+" "+line.Name, line.Words, bill.Pool(line.Pool))
		}
		x.addMoney(&t, "  dynos of "+app.Name, "", app.Item)
	}
	if bill.Eco.Delta.Cents != 0 {
		x.addMoney(&t, "  "+pricing.AllEco, "", bill.Eco)
	}
	x.addMoney(&t, "  fleet", "", bill.Fleet)
	if err := t.write(w); err != nil {
		return err
	}
	for _, text := range append([]string{""}, x.words()...) {
		if _, err := fmt.Fprintln(w, clean(text)); err != nil {
			return err
		}
	}
	return nil
}

func (x proposal) addMoney(t *table, name, words string, item pricing.Item) {
	after := item.After.Monthly() + "/month"
	if (item.After == pricing.Amount{Open: true}) {
		after = item.After.Monthly()
	}
	note := pricing.Percent(item.Before, item.Delta)
	if words != "" {
		note = item.Delta.Hourly()
	}
	t.add(name, words, item.Before.Monthly(), "→ "+after, item.Delta.Short(), note)
}

// words are the capacity and the risks.
func (x proposal) words() []string {
	var list []string
	if text := x.capacity(); text != "" {
		list = append(list, "  connections "+text)
	}
	if upTo, more := pricing.Cost(x.catalog, x.plan).UpTo(); more {
		list = append(list, "  fleet up to "+upTo.Monthly()+"/month with autoscale at its maximum")
	}
	list = append(list, x.budgets()...)
	for _, r := range x.told {
		list = append(list, "! "+r.Text)
	}
	restarts := false
	for _, r := range x.risks {
		restarts = restarts || r.Kind == model.AppRestarts
		list = append(list, "! "+r.Text+proposals.Interruption(x.able, r))
	}
	if !restarts {
		list = append(list, "  "+proposals.Calm(x.plan))
	}
	return list
}

// budgets are what the dynos of touched apps may take.
func (x proposal) budgets() []string {
	var list []string
	for _, b := range proposals.Budgets(x.plan, x.catalog.Specs) {
		list = append(list, "  connections "+b.String())
	}
	return list
}

// capacity says what the pools accept, before and after, against what is
// connected now.
func (x proposal) capacity() string {
	var parts []string
	for _, id := range x.plan.Targets() {
		for _, pair := range x.plan.Pairs(id) {
			before, after := x.catalog.Wanted(pair.Before), x.catalog.Wanted(pair.After)
			if pair.Same() {
				continue
			}
			text := pair.Pool().Name + " " + number(after)
			if pair.Before.ID != "" {
				text = fmt.Sprintf("%s %s → %s", pair.Pool().Name, number(before), number(after))
			}
			if used, known := x.sample.Connections(pair.Before); known {
				text += fmt.Sprintf(" (%s in use)", number(used))
			}
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, " · ")
}

// planDocument is a plan; operations are there when it is being made.
type planDocument struct {
	head
	Accepted   bool                `json:"accepted"`
	Undoes     model.OperationID   `json:"undoes,omitempty"`
	Operations []model.OperationID `json:"operations"`
	Lines      []lineDocument      `json:"lines"`
	Clusters   []billDocument      `json:"clusters"`
	Apps       []billDocument      `json:"apps,omitempty"`
	Fleet      itemDocument        `json:"fleet"`
	UpTo       *money              `json:"up_to_per_month,omitempty"` // of the fleet, with autoscale at its maximum
	Answer     string              `json:"heroku_says,omitempty"`     // to heroku ps:scale
	Budgets    []takenDocument     `json:"connections,omitempty"`     // that the dynos of apps may take
	Risks      []riskDocument      `json:"risks"`
	Commands   []string            `json:"commands"`
}

type lineDocument struct {
	Mark     string        `json:"mark"` // + added, ~ changed, - removed
	Cluster  string        `json:"cluster,omitempty"`
	App      string        `json:"app,omitempty"`
	Name     string        `json:"name"`
	Words    string        `json:"words"`
	PerMonth *itemDocument `json:"per_month"` // null for what costs nothing by itself
}

type billDocument struct {
	Name     string       `json:"name"`
	PerMonth itemDocument `json:"per_month"`
}

// itemDocument is money per month. The difference is open only when something
// that changes has no published price.
type itemDocument struct {
	Before     money `json:"before"`
	After      money `json:"after"`
	Difference money `json:"difference"`
}

// takenDocument is what dynos may take of the connections that a pool accepts,
// after the plan: now, and with autoscale at its maximum.
type takenDocument struct {
	budgetDocument
	Apps   []string `json:"apps"`
	Before int      `json:"before"` // what they may take now
}

type riskDocument struct {
	Kind model.RiskKind `json:"kind"`
	Text string         `json:"text"`
}

func itemOf(i pricing.Item) itemDocument {
	return itemDocument{moneyOf(i.Before), moneyOf(i.After), money{i.Delta.Cents, i.Delta.Open}}
}

func (x proposal) document(operations []model.OperationID) planDocument {
	bill := pricing.Cost(x.catalog, x.plan)
	d := planDocument{
		head: x.head(), Accepted: operations != nil, Undoes: x.undoes, Operations: some(operations), Fleet: itemOf(bill.Fleet),
		Lines: []lineDocument{}, Clusters: []billDocument{}, Risks: []riskDocument{}, Commands: x.lines(),
	}
	for _, cluster := range bill.Clusters {
		d.Clusters = append(d.Clusters, billDocument{cluster.Name, itemOf(cluster.Item)})
		for _, line := range x.plan.Lines(cluster.ID) {
			entry := lineDocument{Mark: string(line.Mark), Cluster: cluster.Name, Name: line.Name, Words: line.Words}
			if line.Pool != "" {
				item := itemOf(bill.Pool(line.Pool))
				entry.PerMonth = &item
			}
			d.Lines = append(d.Lines, entry)
		}
	}
	for _, app := range bill.Apps {
		d.Apps = append(d.Apps, billDocument{app.Name, itemOf(app.Item)})
		for _, line := range x.plan.Lines(app.ID) {
			item := itemOf(bill.Pool(line.Pool))
			d.Lines = append(d.Lines, lineDocument{Mark: string(line.Mark), App: app.Name, Name: line.Name, Words: line.Words, PerMonth: &item})
		}
	}
	if upTo, more := bill.UpTo(); more {
		most := moneyOf(upTo)
		d.UpTo = &most
	}
	for _, b := range proposals.Budgets(x.plan, x.catalog.Specs) {
		d.Budgets = append(d.Budgets, takenDocument{budgetOf(b.After), b.After.Apps, b.Before.Now})
	}
	d.Answer = command.Scaled(x.plan)
	for _, r := range append(slices.Clone(x.told), x.risks...) {
		d.Risks = append(d.Risks, riskDocument{r.Kind, r.Text + proposals.Interruption(x.able, r)})
	}
	return d
}
