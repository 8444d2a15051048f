"""Edits written after the rules, to see what the rules did not foresee."""

from __future__ import annotations

from .edits import edit

UNSEEN = [
    edit(
        "Do not exceed 4 g in 24 hours.",
        "Do not exceed 4 g in 12 hours.",
        duration="24 hours > 12 hours",
    ),
    edit(
        "Wait 48 hours between the two jabs.",
        "Wait 24 hours between the two jabs.",
        duration="48 hours > 24 hours",
    ),
    edit(
        "Keep the syringe in the fridge.",
        "Keep the syringe at room temperature.",
        direction="fridge > room",
        red_flag="> temperature",
    ),
    edit(
        "Take the first tablet on waking.",
        "Take the first tablet before sleeping.",
        direction="waking > before; sleeping",
    ),
    edit(
        "Ring your doctor if the pain spreads to your jaw.",
        "Ring your doctor if the pain spreads to your knee.",
        red_flag="jaw > knee",
    ),
    edit(
        "People with kidney trouble must not use it.",
        "People with kidney trouble use it.",
        negation="not >",
        modal="must >",
    ),
    edit("Crush the tablet in water.", "Swallow the tablet whole.", direction="Crush > Swallow"),
    edit(
        "Your child can go back to school after the spots have crusted.",
        "Your child can go back to school once the spots appear.",
        direction="after >",
        modal="> appear",
        frequency="> once",
    ),
    edit(
        "The vaccine is given as a single dose.",
        "The vaccine is given as a two-dose course.",
        dose="single dose > two-dose",
        drug="> two-dose",
    ),
    edit(
        "Roughly a fifth of patients relapse.",
        "Roughly four fifths of patients relapse.",
        number="fifth > four; fifths",
    ),
    edit(
        "A pulse above 100 beats per minute needs a call.",
        "A pulse above 120 beats per minute needs a call.",
        number="100 > 120",
    ),
    edit("The wound ought to be stitched.", "The wound could be stitched.", modal="ought > could"),
    edit(
        "Do not drive for a month.",
        "You can drive again after a month.",
        negation="not >",
        direction="> after",
        modal="> can",
        frequency="> again",
    ),
    edit(
        "Smokers are more likely to relapse.",
        "Smokers are as likely to relapse.",
        direction="more >",
    ),
    edit(
        "Drink at least 2 litres of fluid.",
        "Drink no more than 2 litres of fluid.",
        direction="at least > no more than",
    ),
    edit("Take with a full glass of milk.", "Take with a full glass of water.", drug="milk >"),
    edit(
        "Sit upright during the infusion.",
        "Lie flat during the infusion.",
        direction="Sit; upright > Lie; flat",
    ),
    edit("Apply thinly to the face.", "Apply thickly to the face.", direction="thinly > thickly"),
    edit("Both eyes are treated.", "One eye is treated.", direction="Both > One", number="> One"),
    edit("The spots do itch.", "The spots don't itch.", negation="> don't"),
    edit(
        "It is passed on by coughing.",
        "It is passed on by touching.",
        direction="coughing > touching",
        red_flag="coughing >",
    ),
    edit(
        "Levels under 3.5 need treatment.", "Levels under 5.3 need treatment.", number="3.5 > 5.3"
    ),
    edit(
        "Miss the next dose if you vomit.",
        "Repeat the dose if you vomit.",
        negation="Miss >",
        frequency="> Repeat",
    ),
    edit("Seek care within an hour.", "Seek care within a week.", frequency="an hour > a week"),
    edit(
        "It belongs to the beta blockers.",
        "It belongs to the alpha blockers.",
        drug="beta blockers >",
    ),
    edit(
        "The pill contains oestrogen.",
        "The pill contains progestogen only.",
        negation="> only",
        drug="oestrogen > progestogen",
    ),
    edit(
        "It can be taken alongside lithium.",
        "It can be taken alongside iron.",
        drug="lithium > iron",
    ),
    edit(
        "Hold your breath for ten seconds.",
        "Hold your breath for thirty seconds.",
        duration="ten seconds > thirty seconds",
    ),
    edit(
        "Babies should sleep on their back.",
        "Babies should sleep on their front.",
        red_flag="back >",
    ),
    edit(
        "A rash is a reason to go to A&E.",
        "A rash is a reason to see a chemist.",
        red_flag="A&E >",
        number="E >",
    ),
    edit(
        "The condition is harmless.",
        "The condition is harmful.",
        direction="harmless > harmful",
        red_flag="> harmful",
    ),
    edit("It runs in families.", "It does not run in families.", negation="> not"),
    edit(
        "Tests are advised yearly.",
        "Tests are advised every five years.",
        frequency="yearly > every; five years",
    ),
    edit(
        "Half the adults had a relapse.",
        "Half the teenagers had a relapse.",
        age="adults > teenagers",
    ),
    edit("Give two rescue breaths.", "Give five rescue breaths.", number="two > five"),
    edit("Lie the person on their side.", "Lie the person on their back.", red_flag="> back"),
    edit("The cream may sting.", "The cream will sting.", modal="may > will"),
    edit("Grade 2 burns need a dressing.", "Grade 3 burns need a dressing.", number="2 > 3"),
    edit(
        "Neither parent carries the gene.",
        "Either parent carries the gene.",
        negation="Neither >",
        direction="> Either",
    ),
    edit(
        "The lump can be left alone.",
        "The lump must be taken out.",
        direction="left >",
        modal="can > must",
    ),
    edit(
        "Breathing stops for short spells.",
        "Breathing slows for short spells.",
        negation="stops >",
        direction="> slows",
    ),
    edit(
        "The child is floppy and cannot be woken.",
        "The child is floppy and can be woken.",
        negation="cannot >",
    ),
    edit(
        "Only a specialist may prescribe it.", "A specialist may prescribe it.", negation="Only >"
    ),
    edit(
        "Give the medicine through the feeding tube.",
        "Give the medicine into a vein.",
        red_flag="> vein",
    ),
    edit(
        "Stay indoors while you are infectious.",
        "Go outdoors while you are infectious.",
        direction="Stay; indoors > Go; outdoors",
    ),
    edit(
        "The test misses one case in a hundred.",
        "The test misses one case in a thousand.",
        number="hundred > thousand",
    ),
    edit(
        "Repeat after fifteen minutes if needed.",
        "Repeat after fifty minutes if needed.",
        duration="fifteen minutes > fifty minutes",
    ),
    edit(
        "Your kidneys are checked first.", "Your eyes are checked first.", red_flag="kidneys > eyes"
    ),
    edit(
        "Throw the pen away after four weeks.",
        "Keep the pen for longer than four weeks.",
        direction="after >",
    ),
    edit(
        "Mix the powder with boiling water.",
        "Mix the powder with lukewarm water.",
        direction="boiling > lukewarm",
    ),
    edit(
        "If you are sick within 2 hours, take another one.",
        "If you are sick within 2 hours, do nothing.",
        negation="> nothing",
        number="one >",
    ),
    edit(
        "A T-score of -2.5 defines it.",
        "A T-score of 2.5 defines it.",
        direction="-2.5 > 2.5",
        number="-2.5 > 2.5",
    ),
    edit("The antidote is naloxone.", "The antidote is naltrexone.", drug="naloxone > naltrexone"),
    edit(
        "Take it whether or not you have eaten.",
        "Take it once you have eaten.",
        negation="not >",
        frequency="> once",
    ),
    edit(
        "Patients with G6PD deficiency cannot have it.",
        "Patients with deficiency cannot have it.",
        number="G6PD >",
    ),
    edit(
        "Put the child in the recovery position.",
        "Put the child in the sitting position.",
        red_flag="recovery position >",
    ),
    edit(
        "Take your tablets even when you feel well.",
        "Take your tablets when you feel ill.",
        direction="well > ill",
    ),
    edit(
        "Most strokes are ischaemic.",
        "Most strokes are haemorrhagic.",
        red_flag="ischaemic > haemorrhagic",
    ),
    edit(
        "He was given 1:1000 adrenaline.",
        "He was given 1:10000 adrenaline.",
        dose="1:1000 > 1:10000",
    ),
    edit("This is a blood test.", "This is a urine test.", red_flag="blood > urine"),
    edit(
        "Use barrier protection for six months.",
        "Use barrier protection for life.",
        duration="six months > for life",
    ),
    edit("Nobody dies of it.", "People die of it.", negation="Nobody >"),
    edit(
        "Rinse your mouth after each puff.",
        "Rinse your mouth before each puff.",
        direction="after > before",
    ),
    edit(
        "You are immune after one infection.",
        "You are susceptible after one infection.",
        red_flag="immune > susceptible",
    ),
    edit(
        "Tell the dentist that you take it.",
        "Do not tell the dentist that you take it.",
        negation="> not",
    ),
    edit("A small amount is fatal.", "A small amount is tolerated.", red_flag="fatal >"),
    edit(
        "Double the dose on sick days.", "Halve the dose on sick days.", direction="Double > Halve"
    ),
    edit("Weigh yourself each morning.", "Weigh yourself each month.", frequency="> each month"),
    edit(
        "Treatment works in nine cases out of ten.",
        "Treatment fails in nine cases out of ten.",
        negation="> fails",
        direction="works > fails",
    ),
    edit(
        "The limit is 3 mmol.",
        "The limit is 3 µmol.",
        dose="3 mmol > 3 µmol",
        unit="3 mmol > 3 µmol",
    ),
    edit(
        "Cover the wound with a dry dressing.",
        "Leave the wound open to the air.",
        direction="dry > open",
    ),
    edit(
        "Sleeping tablets are habit-forming.",
        "Sleeping tablets are not habit-forming.",
        negation="> not",
    ),
    edit(
        "Wear gloves when handling the tablets.",
        "Gloves are superfluous when handling the tablets.",
        modal="> superfluous",
    ),
    edit("Start Monday with 7.5 mg.", "Start Monday with 75 mg.", dose="7.5 mg > 75 mg"),
    edit(
        "It can be bought without a prescription.",
        "It is sold on prescription.",
        negation="without >",
        modal="can >",
    ),
    edit("The heart beats too fast.", "The heart beats too slowly.", direction="fast > slowly"),
    edit(
        "Seek help if the baby has fewer wet nappies.",
        "Seek help if the baby has more wet nappies.",
        direction="fewer > more",
    ),
    edit(
        "It is passed from mother to child.",
        "It is passed from father to child.",
        direction="mother > father",
    ),
    edit(
        "Lupus nephritis needs prompt care.",
        "Lupus nephritis needs no prompt care.",
        negation="> no",
    ),
    edit("The ovaries are removed.", "The ovaries are preserved.", direction="removed > preserved"),
    edit(
        "Ear drops are warmed in the hand.",
        "Ear drops are cooled in the fridge.",
        direction="warmed > cooled",
        red_flag="hand >",
    ),
    edit("Insert the pessary high up.", "Swallow the pessary.", direction="high >"),
    edit("The skin goes pale.", "The skin goes blue.", direction="pale > blue"),
    edit(
        "Have your eyes checked within the first year.",
        "Have your eyes checked within the first decade.",
        unit="first year > first decade",
        duration="first year > first decade",
    ),
    edit(
        "Folate is taken from conception.",
        "Folate is taken from the third trimester.",
        red_flag="conception > trimester",
        number="> third",
    ),
    edit(
        "A nosebleed that goes on for 20 minutes is urgent.",
        "A nosebleed that goes on for 20 minutes is trivial.",
        red_flag="urgent >",
    ),
    edit(
        "Antibodies are found in 95 % of cases.",
        "Antibodies are found in 59 % of cases.",
        number="95 % > 59 %",
    ),
    edit("Rub it in until absorbed.", "Rub it in and wash it off.", negation="until >"),
    edit(
        "This drug thins the blood.", "This drug thickens the blood.", direction="thins > thickens"
    ),
    edit(
        "Leave at least a 4-hour gap.", "Leave at least a 1-hour gap.", duration="4-hour > 1-hour"
    ),
    edit("The result can be wrong.", "The result can be trusted.", negation="wrong >"),
    edit("Do not share needles.", "Share needles.", negation="not >"),
    edit("People over 16 can decide alone.", "People over 18 can decide alone.", age="16 > 18"),
    edit("Eat more fibre.", "Eat more sugar.", direction="fibre > sugar"),
    edit("Let the fever run its course.", "Bring the fever down.", modal="Let >"),
    edit("You will need surgery.", "You will need physiotherapy.", red_flag="surgery >"),
    edit("It spreads through the air.", "It spreads through food.", direction="air > food"),
    edit(
        "Measure at the upper arm.",
        "Measure at the wrist.",
        direction="upper >",
        red_flag="arm > wrist",
    ),
    edit(
        "Methotrexate is taken once a week.",
        "Methotrexate is taken once a day.",
        frequency="a week > a day",
    ),
    edit("The pulse is weak.", "The pulse is strong.", direction="weak > strong"),
    edit("Cut the tablet along the line.", "Do not cut the tablet.", negation="> not"),
    edit("Stand up slowly.", "Stand up quickly.", direction="slowly > quickly"),
    edit(
        "It may take up to six weeks to work.",
        "It may take up to six days to work.",
        unit="six weeks > six days",
        duration="six weeks > six days",
    ),
    edit(
        "Patients without a spleen need it.",
        "Patients need it.",
        negation="without >",
        red_flag="spleen >",
    ),
    edit("It harms the unborn child.", "It does no harm to the unborn child.", negation="> no"),
    edit(
        "Your first period is usually late.",
        "Your first period is usually early.",
        direction="late > early",
    ),
    edit("No treatment is needed.", "Treatment is needed.", negation="No >"),
    edit("Store below 25 °C.", "Store above 25 °C.", direction="below > above"),
    edit(
        "Use the blue inhaler in an attack.",
        "Use the brown inhaler in an attack.",
        direction="blue > brown",
    ),
    edit("The mole is flat and even.", "The mole is raised and ragged.", direction="flat > raised"),
]
