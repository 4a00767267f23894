package sshd

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/tui"
)

func names(list []tui.Person) string {
	var words []string
	for _, p := range list {
		word := p.Name
		if p.Place.Cluster != "" {
			word += "@" + string(p.Place.Cluster)
		}
		words = append(words, word)
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

func TestPeopleSeeEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		p := &people{}
		ada := p.sit("ada", backend.Operator)
		adas := ada.Watch(ctx)
		hears := func(from <-chan []tui.Person, want string) {
			t.Helper()
			time.Sleep(tellEvery)
			synctest.Wait()
			select {
			case list := <-from:
				if got := names(list); got != want {
					t.Errorf("heard %q and not %q", got, want)
				}
			default:
				t.Errorf("heard nothing and not %q", want)
			}
		}
		hears(adas, "")
		bob := p.sit("bob", backend.Viewer)
		bobs := bob.Watch(ctx)
		hears(adas, "bob")
		hears(bobs, "ada")
		ada.Tell(tui.Place{Seq: 2, Cluster: "c1"})
		hears(bobs, "ada@c1")
		ada.Tell(tui.Place{Seq: 1, Cluster: "late"})
		ada.Tell(tui.Place{Seq: 3, Cluster: "c2"})
		eve := p.sit("eve", backend.Viewer)
		hears(bobs, "ada@c2 eve")
		<-adas
		eve.leave()
		eve.leave()
		hears(bobs, "ada@c2")
		ada.leave()
		hears(bobs, "")
		if list, open := <-adas; open && len(list) == 0 {
			t.Error("a watch goes on after its console has left")
		}
		cancel()
		synctest.Wait()
		if _, open := <-bobs; open {
			t.Error("a watch goes on after its context has ended")
		}
		if list := eve.Watch(t.Context()); <-list != nil {
			t.Error("who has left watches")
		}
		bob.leave()
	})
}

// However fast places change, people are told four times a second at most,
// and of the newest at last.
func TestPeopleAreNotToldAllTheTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &people{}
		ada, bob := p.sit("ada", backend.Operator), p.sit("bob", backend.Viewer)
		defer ada.leave()
		defer bob.leave()
		ctx, cancel := context.WithCancel(t.Context())
		heard, last := 0, ""
		done := make(chan struct{})
		go func() {
			defer close(done)
			for list := range bob.Watch(ctx) {
				heard, last = heard+1, names(list)
			}
		}()
		for n := range 1000 {
			time.Sleep(time.Millisecond)
			ada.Tell(tui.Place{Seq: n, Cluster: model.ID(string(rune('a' + n%26)))})
		}
		time.Sleep(time.Second)
		cancel()
		<-done
		if heard > 7 {
			t.Errorf("told %d times in a second", heard)
		}
		if want := "ada@" + string(rune('a'+999%26)); last != want {
			t.Errorf("the last was %q and not %q", last, want)
		}
	})
}

// Five hundred people are told less often than five.
func TestAFullHouseIsNotBusyWithItself(t *testing.T) {
	const all = toldAtOnce * int(time.Second/tellPause) * 10 // in ten seconds
	for n, most := range map[int]int{5: 4 * 5 * 10, 100: all, 500: all} {
		synctest.Test(t, func(t *testing.T) {
			p := &people{}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			heard := make(chan int)
			for range n {
				watch := p.sit("x", backend.Viewer).Watch(ctx)
				go func() {
					count := 0
					for range watch {
						count++
					}
					heard <- count
				}()
			}
			time.Sleep(time.Minute)
			for n := range 1000 {
				time.Sleep(10 * time.Millisecond)
				p.seats[0].Tell(tui.Place{Seq: n, Cluster: model.ID(string(rune('a' + n%26)))})
			}
			// In the end everybody knows the newest, whose seat ever it is.
			time.Sleep(5 * time.Second)
			synctest.Wait()
			for at, s := range p.seats {
				if s.knows != p.news {
					t.Errorf("number %d of %d was not told the newest", at, n)
				}
			}
			cancel()
			told := 0
			for range n {
				told += <-heard
			}
			// Before, each was told what there was when they came, and once or
			// twice when others had.
			if told -= 2 * n; told < most/2 || told > most+2*n {
				t.Errorf("%d people were told %d times in ten seconds, of %d", n, told, most)
			}
		})
	}
}

func TestTheRingIsEverybodyElse(t *testing.T) {
	for n := range 6 {
		p := &people{}
		for i := range n {
			p.seats = append(p.seats, &seat{people: p, person: tui.Person{Name: string(rune('a' + i))}})
		}
		for i, list := range p.others() {
			var want []tui.Person
			for j, s := range p.seats {
				if j != i {
					want = append(want, s.person)
				}
			}
			if names(list) != names(want) || cap(list) != len(want) {
				t.Errorf("of %d, number %d has %q", n, i, names(list))
			}
		}
	}
}
