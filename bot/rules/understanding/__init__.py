"""From what somebody writes to what it says about them and what they ask for."""
