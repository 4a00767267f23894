package pricing

import "testing"

func TestEmbedded(t *testing.T) {
	c, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v", c)
}
