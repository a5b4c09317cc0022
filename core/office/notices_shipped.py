"""The notices that an estate begins with; the office changes them (`notices`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.texts import N_, say


@dataclass(frozen=True)
class Shipped:
    """A notice as message ids: its title, and its body line by line; "" is a blank line, `- ` begins an item."""

    title: str
    lines: tuple[str, ...]

    def body(self, language: str) -> str:
        """The body in a language, in the markup of `notices.blocks`."""
        return "\n".join(say(language, line) for line in self.lines)


SHIPPED: Mapping[str, Shipped] = {
    "promise": Shipped(
        N_("Service promise"),
        (
            N_("Good work, without delay, by people who know their trade, honestly told."),
            "",
            N_("- Every repair and every opinion gets a number. With it you can see at any time what became of it."),
            N_("- Somebody reads what you send on the next working day at the latest; what is dangerous goes first."),
            N_("- Whoever comes to your home says who they are, brings what is needed and leaves the place clean."),
            N_("- If the work costs something, you hear how much before it begins."),
            N_("- When it is done we call back and ask whether it is mended. Only you rate the work."),
            N_("- What you tell us about your home and family stays with us."),
        ),
    ),
    "scope": Shipped(
        N_("What we look after"),
        (
            N_("- Stairs, corridors, roofs, outer walls and entrance doors with their intercoms"),
            N_("- Lifts, lighting, water pumps, drains and fire equipment of the buildings"),
            N_("- Cleaning, removal of rubbish, lawns and trees"),
            N_("- Parking spaces, barriers, and the patrol of the estate"),
            N_("- Repairs inside your home, when you ask for them"),
            "",
            N_("What others are responsible for, the water works or the gas company say, we take down and pass on."),
        ),
    ),
    "purpose": Shipped(
        N_("What we work for"),
        (
            N_("That you live here safely and at ease, and that whoever asks gets an answer."),
            "",
            N_("A contact day is for meeting: tell us what is broken, what is missing and what could be better."),
        ),
    ),
    "tips": Shipped(
        N_("Good to know"),
        (
            N_(
                "- Fire and electricity: use sound cables and appliances, run no wires of your own, do not load one "
                "socket with many devices. Do not charge electric bicycles or their batteries in the building."
            ),
            N_(
                "- Corridors and stairs: leave nothing there, no cartons and no furniture. They are the way out in a "
                "fire, and the way in for the fire brigade."
            ),
            N_(
                "- Before you go out: switch off what needs no power, close the gas valve and the taps, lock doors "
                "and windows. In winter look after heating and water pipes, before storms after windows."
            ),
            N_(
                "- Our surroundings: put rubbish where it belongs and large things where the office says. A clean "
                "estate is the work of everybody."
            ),
            N_(
                "- Pets: keep dogs on a lead, have them vaccinated and take up after them, so that nobody is bitten "
                "and nobody is annoyed."
            ),
            N_(
                "- Balconies and outdoor units: take away flower pots and whatever the wind could carry. Never throw "
                "anything out of a window: what falls can kill."
            ),
            N_(
                "- Parking: park inside the lines, keep fire lanes free, take money and valuables with you, close the "
                "windows, lock the car and set the alarm."
            ),
            N_(
                "- Strangers at the door: our people carry a card with name and photo. If in doubt, ring the office "
                "before you open."
            ),
            N_("- In an emergency call 119 (fire), 120 (ambulance) or 110 (police) first, then the office."),
        ),
    ),
    "privacy": Shipped(
        N_("Privacy notice"),
        (
            N_(
                "The property office of the estate keeps what you write in these forms. It needs them to look after "
                "the homes, to mend what is broken, to answer you, and to reach somebody in an emergency."
            ),
            "",
            N_("What is kept, and what for:"),
            N_("- Room, names and how to reach you: to know who lives here, to make appointments and to call back."),
            N_("- Emergency contacts: to reach somebody when something happens in your home and you are away."),
            N_("- Vehicles: to look after the parking spaces. Only with your consent."),
            N_("- ID numbers of others who live with you: to know who may enter the home. Only with your consent."),
            N_("- Data of children under 14: only with the consent of a parent or guardian."),
            N_("- Repairs, opinions and photos: to do the work and to count how well it is done."),
            "",
            N_(
                "Everything but the room is optional as far as the form says so; leaving it out costs you no service "
                "that can do without it."
            ),
            N_(
                "Personal values are kept encrypted on the office's own computer. Staff see them masked; whoever opens "
                "one in full is written into a log with the reason. They are not sold, not used for advertising, and "
                "given to others only as far as a repair needs it or a law demands it."
            ),
            N_(
                "They are kept as long as you live here and the office's list of periods says, then erased. Photos "
                "lose their location when they are sent."
            ),
            "",
            N_(
                "You may ask the office for a copy of what is kept of you, have it put right or erased, and withdraw a "
                "consent; what was done before stays lawful. A telephone call or a visit to the counter is enough."
            ),
        ),
    ),
}
"""Kind -> notice. The order is that of pages and lists."""
