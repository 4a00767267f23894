// Package sshd serves the console and the commands to a team over SSH. Who
// comes in with a terminal gets a console of their own on the one backend;
// who comes without gets the commands, never a shell. Whose key signed says
// who somebody is and what they may do; the backend holds them to it.
//
// A session owns nothing but its screen: what was accepted goes on without
// it. What one session does, or stops doing, costs the others nothing.
//
// Start with Server, then open, which is where a session begins.
package sshd
