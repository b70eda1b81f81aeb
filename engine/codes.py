"""Every diagnostic code with what it means and what to do. Codes are never reused.

One table in one place is the reason for its length.
"""

from __future__ import annotations

from typing import Final

from .values import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """One code: `title` names what is wrong in a few words, `explanation` says what to do."""

    code: str
    title: str
    explanation: str


CODES: Final[tuple[Code, ...]] = (
    Code(
        "K101",
        "a sign that the language does not know",
        "A sign stands outside of any text in quotation marks and means nothing there. Remove it, or put the "
        "words around it in quotation marks.",
    ),
    Code(
        "K102",
        "a quotation mark that is never closed",
        'A text ends on the line it begins on. Close it with the mark that belongs to the opening one ("x", '
        '„x“, »x«, “x”). A line break inside a text is written \\n, a straight quotation mark inside "..." is '
        'written \\".',
    ),
    Code(
        "K103",
        "a block without its end",
        "Every `rule`, `concept`, `define` and `guideline` is closed by `end` (or `ende`).",
    ),
    Code(
        "K104",
        "words outside of any block",
        "Between blocks only comments (`# ...`) may stand. Often a keyword before it is misspelled.",
    ),
    Code(
        "K110",
        "something unexpected",
        "At this place the language expects something else. The hint names the nearest keyword or what may stand here.",
    ),
    Code(
        "K111",
        "a statement that ends too early",
        "The statement lacks its last part, such as a text, a number or a closing bracket.",
    ),
    Code(
        "K112",
        "a condition that is too deep",
        "Forty brackets or `not`s inside each other are the most. Give parts of the condition a name in a concept.",
    ),
    Code(
        "K201",
        "an unknown concept",
        "No `concept` block has this name. Concepts are written once for each language.",
    ),
    Code(
        "K202",
        "an unknown fact or signal",
        "Neither a fact, nor a signal, nor a parameter of this rule has this name. `knigge rules show --facts"
        " reply` lists them.",
    ),
    Code(
        "K203",
        "an unknown subject",
        "A rule is about `post`, `reply` or `message`.",
    ),
    Code(
        "K204",
        "an unknown severity",
        "Severities are `note`, `warning` and `error`.",
    ),
    Code(
        "K205",
        "an unknown verdict",
        "Behind `then` stands `undecided`, `not-applicable` or `violation`.",
    ),
    Code(
        "K206",
        "an unknown status",
        "A rule is in `trial`, `active` or `retired`.",
    ),
    Code(
        "K207",
        "an unknown scope",
        "Something is said or expressed by `text` or `parent`; inside a concept also by `sentence`, `part`, "
        "`next-sentence` and `previous-sentence`.",
    ),
    Code(
        "K208",
        "a wording with a wrong language",
        "Wordings are given once for `de` and once for `en`.",
    ),
    Code(
        "K209",
        "an unknown role",
        "Behind `by` stand `us`, `customers`, `other` (partners, creators, employees, third parties) and `bots`.",
    ),
    Code(
        "K210",
        "an unknown word set",
        "`<name>` in a phrase stands for a `define` block of the same language or a built-in class such as `<date>`.",
    ),
    Code(
        "K211",
        "a phrase that cannot be read",
        "Brackets must be closed, alternatives must not be empty, a gap is written `[0-4]`, and at least one "
        "word must stand in a phrase.",
    ),
    Code(
        "K212",
        "word sets that use each other in a circle",
        "A set may use other sets, but in the end there must be words.",
    ),
    Code(
        "K213",
        "`&` inside a word set",
        "A set is a list of alternatives. Write `a & b` in the phrase that uses the set.",
    ),
    Code(
        "K215",
        "a name that stands twice",
        "Rules, clauses, word sets, concepts (per language) and the parameters of a rule have one name each. Both "
        "places are shown.",
    ),
    Code(
        "K216",
        "a word set with the name of a class",
        "number, date, time, duration, amount, weekday, name, address, noun, link, mention, hashtag and emoji are "
        "built in.",
    ),
    Code(
        "K217",
        "an unknown language",
        "Rules and concepts speak `de` or `en`.",
    ),
    Code(
        "K218",
        "a list nobody wrote",
        '`is one of NAME` names a list of words. Write it down with `define NAME "..." end` (without a '
        "language), or in the policy under `lists`.",
    ),
    Code(
        "K220",
        "a concept that says nothing",
        'A concept needs phrases (`says "..."`) or a condition (`holds when ...`).',
    ),
    Code(
        "K221",
        "a phrase that stands twice",
        "The second one changes nothing. Remove one.",
    ),
    Code(
        "K222",
        "a concept that also finds quotations",
        "Words that we merely quote are not our own. Add `unless quoted`, or ignore this note if quotations are meant.",
    ),
    Code(
        "K223",
        "concepts that need each other in a circle",
        "Whether one holds would depend on itself. Let one of them do without the other.",
    ),
    Code(
        "K224",
        "nothing was learned under that name",
        "`learned from` names a family of the trained model that ships for the language of the concept.",
    ),
    Code(
        "K225",
        "a concept that stands on too many others",
        "A concept needs another, that one the next, and so on: a hundred such steps, brackets and `not`s counted, are "
        "the most that can be followed in a text. Let it ask for what it needs more directly.",
    ),
    Code(
        "K226",
        "an unknown span of time",
        "Verdicts about a timeline are given per `day`, `week` or `month`.",
    ),
    Code(
        "K227",
        "an unknown event",
        "An event is a message of some kind (`message`, `post`, `reply` ...), an act (`delete`, `hide` ...), "
        "a `promise` or its `deed`, with who did it: `reply by us`.",
    ),
    Code(
        "K228",
        "an unknown pool of texts",
        "A text can resemble `past` (own earlier texts on the channel), `replies` (to other people) or "
        "`other-channels`.",
    ),
    Code(
        "K229",
        "a demand that does not fit the subject",
        "Texts are judged by `forbid` and `require`, acts by `permit ... only if`, threads by `after ... "
        "expect ...`, timelines by `per week expect ...`.",
    ),
    Code(
        "K230",
        "no example that is caught",
        'A rule must show at least one text that it catches: `catches "..."`. Without it nobody knows that '
        "the rule works.",
    ),
    Code(
        "K231",
        "no example that is left alone",
        'A rule must show at least one text that it leaves alone: `allows "..."`. The best ones use the same '
        "words innocently.",
    ),
    Code(
        "K232",
        "a mark that does not stand in its example",
        '`marks "..."` repeats words of the example, letter by letter.',
    ),
    Code(
        "K233",
        "a fact that cannot be given",
        "An example may give the parent message, channel, kind, names and what the policy says of the organisation.",
    ),
    Code(
        "K234",
        "a step of a timeline that cannot be read",
        "A step is written `Mon 16:30 customer Aylin: text` or `2026-03-02 16:30 us delete: ground = insult`: "
        "time, who, perhaps what, a colon.",
    ),
    Code(
        "K240",
        "a rule without a demand, or with several",
        "A rule has one `forbid` or one `require`. Write one rule for each demand.",
    ),
    Code(
        "K241",
        "a rule without a clause",
        "Every rule belongs to a clause of the guideline, so that a finding can name it.",
    ),
    Code(
        "K242",
        "an unknown clause",
        "Write the clause into a `guideline` block, or choose one that exists.",
    ),
    Code(
        "K243",
        "a rule without a title or message",
        "The title names the fault in a word or two, the message tells the writer what the words do and what "
        "would help.",
    ),
    Code(
        "K244",
        "a statement that stands twice",
        "A rule has one clause, status, title, message and validity, one `by` and one severity without a condition.",
    ),
    Code(
        "K245",
        "a wording that lacks a language",
        "Titles, messages and suggestions are written in German, in English or both. Where one of the two is missing, "
        "everybody reads the other; that is only a note.",
    ),
    Code(
        "K246",
        "a day that does not exist",
        "Dates are written 2026-01-31.",
    ),
    Code(
        "K247",
        "a validity that ends before it begins",
        "The first day comes first.",
    ),
    Code(
        "K248",
        "an unknown channel",
        "Fine if your records call the channel so; often it is a typo, and the rule would never apply.",
    ),
    Code(
        "K249",
        "a parameter that nobody reads",
        "A parameter must be compared in a condition of its rule, or setting it in a policy would do nothing.",
    ),
    Code(
        "K250",
        "a placeholder that nothing fills",
        "In a message `{match}` and `{count}` always work, besides the rule's parameters and any fact or signal.",
    ),
    Code(
        "K251",
        "a verdict that learning may change",
        "The rule asks whether a fact is known. Once it is learned, a verdict that was decided may come out "
        "differently. That may be meant.",
    ),
    Code(
        "K252",
        "a concept that is missing in a language",
        "In texts of that language the rule stays undecided. Write the concept there too, or limit the rule with `in`.",
    ),
    Code(
        "K253",
        "a suggestion without a place",
        "`suggest remove match` and `suggest replace match` change the place that was found. A rule that requires "
        "something finds no place: write `suggest add` or `suggest say instead`.",
    ),
    Code(
        "K254",
        "a placeholder in a title",
        "A title names the fault wherever rules are listed, so there is no text to fill it from. Placeholders belong "
        "into the message and `because`.",
    ),
    Code(
        "K260",
        "a word that belongs into a concept",
        "`sentence`, `part` and guards such as `quoted` look at the place of a phrase. A rule looks at whole texts.",
    ),
    Code(
        "K261",
        "a fact the subject does not have",
        "A post answers nothing, so it has no parent message and no customer.",
    ),
    Code(
        "K262",
        "a count that can never matter",
        "`at least N of (...)` needs between one and all of its conditions.",
    ),
    Code(
        "K263",
        "a comparison with something that is no number",
        "Words are asked with `is`, numbers are compared with < <= > >= = !=.",
    ),
    Code(
        "K264",
        "units that do not fit",
        "Both sides of a comparison have the same unit; shares are compared in percent.",
    ),
    Code(
        "K265",
        "a number asked for a word",
        "Numbers are compared: `text.words > 60`.",
    ),
    Code(
        "K266",
        "a word the fact never is",
        "The fact has a closed list of words; the hint names the nearest.",
    ),
    Code(
        "K267",
        "an unknown guard",
        "Guards are quoted, negated, about us, about the reader, about others, question, condition, in a "
        "name, concrete, and places in the text.",
    ),
    Code(
        "K268",
        "a name that is neither true nor false",
        "A number or a word alone is no condition. Compare it.",
    ),
    Code(
        "K269",
        "a time that is none",
        "`within`, `is before` and `is after` compare times: when something was published, done, or somebody was told.",
    ),
    Code(
        "K270",
        "a condition that can never hold",
        "No situation satisfies it. The hint shows one in which it fails although everything was tried.",
    ),
    Code(
        "K271",
        "a condition that always holds",
        "No situation fails it, so it decides nothing.",
    ),
    Code(
        "K272",
        "a rule that can never be broken",
        "Where `when` holds, the demand is always met.",
    ),
    Code(
        "K273",
        "an exception that can never apply",
        "Wherever the rule is broken, the exception does not hold. The hint shows such a situation.",
    ),
    Code(
        "K274",
        "an exception that swallows the rule",
        "Wherever the rule is broken, the exception holds, so the rule never finds anything.",
    ),
    Code(
        "K280",
        "a concept that no rule needs",
        "Perhaps a name is misspelled somewhere. A concept may also be kept for measuring.",
    ),
    Code(
        "K281",
        "a word set that no phrase uses",
        "Perhaps a name is misspelled somewhere.",
    ),
    Code(
        "K282",
        "a clause without rules",
        "Nothing checks this clause. That may be meant: not everything can be checked.",
    ),
    Code(
        "K290",
        "a suggestion that another rule catches",
        "What is suggested should not itself be criticised. The hint shows the words that were found.",
    ),
    Code(
        "K301",
        "a policy file that is too large",
        "A policy has at most 256 kB.",
    ),
    Code(
        "K302",
        "a sign that has no place in a text file",
        "Control characters and halves of characters are refused, since nobody can see them.",
    ),
    Code(
        "K303",
        "too many levels inside each other",
        "A policy needs three or four levels.",
    ),
    Code(
        "K304",
        "anchors and aliases",
        "`&name` and `*name` are refused in policies: they make files that nobody can check by reading. Write"
        " the value twice, or use `extends`.",
    ),
    Code(
        "K305",
        "a YAML tag",
        "`!something` is refused: a policy holds plain texts and numbers.",
    ),
    Code(
        "K306",
        "more than one document",
        "A policy is one document; remove `---` and `%` lines in the middle.",
    ),
    Code(
        "K307",
        "a key that stands twice",
        "YAML would silently keep one of them. Both places are shown; remove one.",
    ),
    Code(
        "K308",
        "a line that is not YAML",
        "Often a colon, a quotation mark or the indentation is at fault. The place is where reading stopped.",
    ),
    Code(
        "K309",
        "too many values",
        "A policy is chosen and set by hand; this one looks generated.",
    ),
    Code(
        "K310",
        "a key that is no text",
        "Keys are words.",
    ),
    Code(
        "K311",
        "a file that is no policy",
        "A policy is a list of `key: value`, beginning with `policy:` and its name.",
    ),
    Code(
        "K320",
        "a value of the wrong shape",
        "Here a text, a list or a group is wanted; the message says which.",
    ),
    Code(
        "K321",
        "an unknown key",
        "The hint names the nearest key. `knigge policy schema` gives all of them.",
    ),
    Code(
        "K322",
        "a key that is missing",
        "The policy cannot be used without it.",
    ),
    Code(
        "K323",
        "a word that is not known here",
        "The value must be one of a few words.",
    ),
    Code(
        "K324",
        "no number, or one out of range",
        "Write digits with a point, such as 120 or 0.5.",
    ),
    Code(
        "K325",
        "no date",
        "Dates are written 2026-01-31.",
    ),
    Code(
        "K326",
        "a value that is not what is wanted",
        "The message names what is wanted. yes, no, on and off are texts in a policy; true and false are the "
        "truth values.",
    ),
    Code(
        "K327",
        "a value that does not fit",
        "See `knigge policy schema` for its form.",
    ),
    Code(
        "K328",
        "an empty list",
        "Write at least one value, or take the line out.",
    ),
    Code(
        "K329",
        "a simple rule that forbids and requires",
        "Write two rules.",
    ),
    Code(
        "K331",
        "a key that belongs elsewhere",
        "Time zone, hours and holidays stand together under `calendar`.",
    ),
    Code(
        "K333",
        "an unknown pack",
        "The hint names the nearest pack that ships.",
    ),
    Code(
        "K334",
        "a pattern that fits no rule",
        "`knigge rules list` shows all rule ids; `*` stands for any letters.",
    ),
    Code(
        "K335",
        "a rule file that is not there",
        "Paths in `rule_files` are seen from the policy file that names them.",
    ),
    Code(
        "K336",
        "own rules in the wrong form",
        "Write `own_rules: |` and the rules indented below it, so that a mistake can be shown at its line.",
    ),
    Code(
        "K338",
        "days that leave nothing over",
        "A policy or house rule ends before it begins, or a dated change lies outside of the days of its policy. Look "
        "at both days.",
    ),
    Code(
        "K340",
        "a policy that cannot be found",
        "`extends` names a policy that ships, or a file relative to the one that names it.",
    ),
    Code(
        "K341",
        "a policy that extends itself",
        "Take one `extends` out of the circle that the message shows.",
    ),
    Code(
        "K342",
        "too many policies on top of each other",
        "Ten are the most. Merge some of them.",
    ),
    Code(
        "K343",
        "a calendar that cannot be",
        "Hours are written `9-17` or `09:00-12:30, 13:30-18:00`, zones like `Europe/Berlin`, holidays like `DE-BY`, "
        "days like `2026-12-24`; a span ends no earlier than it begins.",
    ),
    Code(
        "K344",
        "an exception without a time zone",
        "Exceptions begin and end to the minute. Write their times with the offset: `2026-03-31T18:00:00+02:00`.",
    ),
    Code(
        "K345",
        "a list that no rule reads",
        "The words in it change nothing. Lists that rules read are found with `knigge rules list` and `knigge rules "
        "show`: a rule says `is one of` and the name of the list.",
    ),
    Code(
        "K346",
        "an exception that covers nothing",
        "Its rule does not exist, nothing is left between its times, or it speaks of a channel that does not occur. "
        "An exception covers what happens from its signature, and from `from`, up to `until`; `backdated: true` lets "
        "it cover what happened before it was signed.",
    ),
    Code(
        "K347",
        "a line about rules that has no effect",
        "Under `rules`, what is written later wins: first the general lines with `*`, then those for single rules. "
        "Braces set severity, status and route, and switch nothing on.",
    ),
    Code(
        "K348",
        "something set for a rule that is off",
        "Numbers, lists, exceptions and severities only do something while the rule they belong to is on. Some rules "
        "that ship rest until a policy switches them on by their own name.",
    ),
    Code(
        "K349",
        "two rules that no text can obey",
        "One rule requires a wording that another forbids. Keep one of them, switch one off, or give them different "
        "`about` or `language`.",
    ),
    Code(
        "K360",
        "an import map that says nothing usable",
        "A map has `keys:`, or `records:` with keys each. A key comes from one of `column`, `columns`, `constant`. "
        "docs/import.md shows whole maps.",
    ),
    Code(
        "K361",
        "a zone, encoding or form of time that does not exist",
        "Zones are written `Europe/Berlin`, encodings `utf-8` or `windows-1252`, times `TT.MM.JJJJ hh:mm`, "
        "`DD/MM/YYYY hh:mm` or `%d %b %Y`.",
    ),
    Code(
        "K362",
        "a key that no rule reads",
        "It is kept, but it looks like a slip of the pen. docs/records.md lists the keys that rules know.",
    ),
)
