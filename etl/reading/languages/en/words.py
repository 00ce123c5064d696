"""English words by category and value. Lower case; phrases are matched longest first, as whole words."""

from __future__ import annotations

LEXICON: dict[str, dict[str, str]] = {
    "number": {
        "1": "one|a single",
        "2": "two|a couple of|a pair of",
        "3": "three",
        "4": "four",
        "5": "five",
        "6": "six|half a dozen",
        "7": "seven",
        "8": "eight",
        "9": "nine",
        "10": "ten",
        "11": "eleven",
        "12": "twelve|a dozen|one dozen",
        "13": "thirteen",
        "14": "fourteen",
        "15": "fifteen",
        "16": "sixteen",
        "17": "seventeen",
        "18": "eighteen",
        "19": "nineteen",
        "20": "twenty",
        "24": "two dozen",
        "36": "three dozen",
        "30": "thirty",
        "40": "forty",
        "50": "fifty",
        "60": "sixty",
        "70": "seventy",
        "80": "eighty",
        "90": "ninety",
        "100": "a hundred",
        "1000": "a thousand",
        "1000000": "a million",
        "500000": "half a million",
        "1500": "one and a half thousand",
    },
    "scale": {"100": "hundred", "1000": "thousand|k", "1000000": "million|mln", "1000000000": "billion"},
    "vague": {
        "200000": "hundreds of thousands",
        "20000": "tens of thousands",
        "2000000": "millions",
        "2000": "thousands|many thousands|several thousand|a few thousand",
        "200": "hundreds|many hundreds|several hundred|a few hundred|some hundreds|hundreds more|a couple hundred",
        "24": "dozens|scores|several dozen|a few dozen",
        "20": "tens",
        "2": "several|many|a number of|a few|numerous",
    },
    "quantifier": {
        "more_than": "more than|over|above|upwards of|in excess of|exceeded|exceeds|exceeding|surpassed|surpassing|"
        "has exceeded|have exceeded|topped|well over|greater than",
        "at_least": "at least|no fewer than|no less than|not less than|a minimum of|minimum of|not fewer than",
        "about": "about|around|some|approximately|roughly|close to|an estimated|estimated|approx|circa|"
        "estimates that|estimate that|estimated that|estimates|estimating that|it is estimated that|in the region of|in the order of|estimated at|something like|an average of",
        "nearly": "nearly|almost|just under|just over half|just short of|close on|not quite|a little under",
        "at_most": "up to|at most|as many as|no more than|a maximum of|not more than|as much as",
        "less_than": "less than|fewer than|under|below",
    },
    "quantifier_after": {
        "at_least": "at least|or more|and above|and counting|at a minimum|at the least|plus",
        "about": "approximately|or so|roughly|or thereabouts",
        "at_most": "at most|at the most|or fewer|or less",
    },
    "person": {
        "": "chechens|yezidis|yazidis|ezidis|kurds|uyghurs|uighurs|rohingya|bedouins|turkmens|people|persons|person|individuals|individual|residents|inhabitants|citizens|nationals|others|adults|"
        "evacuees|refugees|refugee|souls|passengers|arrivals|asylum seekers|asylum-seekers|migrants|victims|"
        "camp residents|human beings|patients|survivors|captives|hostages|abductees|students|pilgrims|"
        "locals|villagers|detainees|prisoners|inmates|suspects|returnees|refugee returnees|idp returnees|villagers|"
        "workers|nationals of different countries|head|of different nationalities|members of the community|"
        "persons of concern|people in need|newcomers|new arrivals",
        "civilians": "civilians|civilian|noncombatants|non-combatants",
        "isis_members": "isis members|is members|daesh members|isil members|isis fighters|is fighters|"
        "daesh fighters|isil fighters|jihadists|jihadist|terrorists|terrorist|militants|militant|"
        "extremists|members of the organization|members of the organisation|members of isis|members of is|"
        "members of daesh|fighters of the organization|isis militants|is militants|daesh militants|"
        "daesh terrorists|isis terrorists|isis suspects|isis operatives|"
        "members of the islamic state|members of the islamic state organization|members of the group|"
        "isis elements|daesh elements|isis prisoners|isis detainees|members of islamic state|is jihadists|"
        "members and commanders|suspected members|of its members|isis affiliates|suspected fighters|"
        "islamic state fighters|islamic state members|islamic state militants|alleged isis fighters|"
        "isis commanders|members",
        "fighters": "fighters|fighter|rebels|rebel fighters|combatants|gunmen|insurgents|opposition fighters|"
        "combatant|faction fighters|armed men",
        "sdf_fighters": "sdf fighters|sdf members|of its fighters|of our fighters|of their fighters|sdf personnel",
        "idps": "displaced people|displaced persons|displaced|idps|internally displaced people|"
        "internally displaced persons|internally displaced|displaced individuals|displaced civilians|"
        "displaced residents|forcibly displaced people|idp",
        "women": "women|woman|females|female|wives|girls and women|mothers|widows",
        "men": "men|man|males|male",
        "children": "children|child|minors|minor|kids|boys|girls|infants|babies|orphans|orphan|juveniles|newborns",
        "women_children": "women and children|children and women|women and minors",
        "isis_families": "family members of isis fighters|relatives of isis fighters|isis family members|"
        "family members|relatives|dependants|wives and children",
        "soldiers": "members of the us forces|members of the security forces|members of the army|us soldiers|us troops|army soldiers|soldiers|troops|servicemen|police officers|policemen|officers|guards|personnel|regime forces|"
        "members of the regime forces|security forces|asayish members|peacekeepers|soldier",
        "aid_workers": "aid workers|humanitarian workers|staff members|staff",
        "elderly": "elderly people|elderly|older people",
        "foreigners": "foreigners|foreign fighters",
    },
    "family": {"families": "families|family|households|household|hhs|hh|isis families|family units"},
    "thing": {
        "": "boats|boat|ships|ship|planes|plane|ferries|ferry|trains|train|trucks|truck|buses|bus|vehicles|vehicle|cars|convoys|km|kilometres|kilometers|kilometer|kilometre|miles|"
        "mile|metres|meters|sq|square|hectares|dollars|dollar|usd|us$|eur|euros|pounds|liras|percent|per cent|pct|"
        "percentage|points|locations|location|states|villages|village|towns|towns|cities|camps|camp|sites|site|"
        "schools|tents|tent|hospitals|incidents|incident|batches|batch|airstrikes|air strikes|attacks|countries|"
        "nationalities|meals|baskets|food baskets|kits|shelters|beneficiaries|litres|tonnes|tons|blankets|doses|"
        "times|pages|degrees|beds|homes|houses|buildings|provinces|governorates|districts|sub-districts|partners|"
        "organizations|organisations|ngos|households reached|shells|rockets|missiles|raids|operations|weapons|"
        "years old|year-old|years of age|aged|age|points of entry|members of parliament|deaths per|cases|casualties|civilian casualties|times as many|"
        "seats|votes|projects|samples|percent of|soldiers deployed|phases|phase|deliveries",
    },
    "money": {"": "$|€|£|us$"},
    "reached": {
        "": "reached with|received|were assisted|was assisted|assisted|provided|provided with|benefited|"
        "benefitted|distributed|vaccinated|targeted|served|in need|need|needed|require|vaccinations|fed|"
        "deployed|missing|unaccounted for|are missing|face|facing|faced|capacity|can hold|can house|can shelter|could hold|carry up to|can take|designed for|built for|can accommodate|capable of|supported with|"
        "were supported|screened|registered for|interviewed|surveyed|to host|received assistance|"
        "aid|assistance"
    },
    "measure": {
        "exits": "walked out|walk out|walking out|infiltrated out|slipped out of|left the enclave|exited|exit|exits|have gotten out|got out|gotten out|get out|getting out|came out|"
        "come out|coming out|evacuated|were evacuated|evacuation|evacuate|evacuations|escaped|escape|escaping|"
        "evacuating|managed to leave|slipped out|emerged|streamed out|poured out|pour out|exodus|pulled out|"
        "smuggled out|made it out|brought out|taken out|trucked out|bused out|exiting|left behind the enclave",
        "fled": "fled|flee|fleeing|flown|flight|have fled|had fled|flees|escaped the fighting|ran away",
        "departures": "remove|removed|removing|to remove|escorted|quit|quits|quitting|bused|bussed|have been bused|were bused|trucked|ferried|left|leave|leaving|leaves|departed|depart|departure|departures|departing|moved out|"
        "discharged|transferred out|set off|set out|headed out",
        "arrivals": "new arrivals|arrivals|came|received|receives|receiving|took in|taken in|taking in|welcomed|streamed into|poured into|flooded into|flocked to|flocked into|pouring into|streaming into|arrived|arrive|arriving|arrival|arrives|relocated|relocation|received new|"
        "were transferred to|transferred to|transferred|taken to|were taken to|brought to|entered the camp|"
        "reaching the camp|have reached|admitted|transported to|were moved to|moved to the camp|relocating|"
        "new arrivals to|entering|reached the camp|came to|made their way to|transported|transfer of|transfer|"
        "received by|arrivals to|influx|entered",
        "returns": "bring home|to bring home|bringing back|returned|return|returning|returns|repatriated|repatriation|repatriate|repatriating|"
        "went home|gone home|go home|repatriations|going back|went back|brought home|taken home|gone back|"
        "took back|taken back|been taken back|sent back|were sent back|flown back|taken back to|back to|back home|sent home|flown home|voluntary returns|bringing home|take back|brought back|"
        "spontaneously returned|return movements|back in syria",
        "displaced": "still displaced|are still displaced|remain displaced|remained displaced|remains displaced|displaced|forced|forcing|drove|sought shelter|taken shelter|taking shelter|took shelter|have been displaced|has been displaced|had been displaced|were displaced|have been newly displaced|have been forced to flee|have been uprooted|were forced to flee|been displaced|displaced by|newly displaced|displaced since|"
        "displacement|displacements|displacing|uprooted|forced from their homes|forced to flee|left their homes|"
        "driven from their homes|fled their homes|have been internally displaced|recently internally displaced|"
        "secondarily displaced|internal displacement|flee their homes|forced to leave their homes|displaces|"
        "are displaced|remain displaced|forced out of their homes|was displaced|forcibly displaced|"
        "being displaced|abandoned their homes|fleeing their homes|driven out|forced to move|re-displaced",
        "cross_border": "crossed|crossed into|cross into|crossing into|cross-border|fled to neighbouring countries|"
        "crossed the border|fled to turkey|fled into|fled to lebanon|fled to chad|crossing the border|crossings|"
        "sought refuge in|cross the border|sought safety in|fled across the border|cross-border movements|"
        "fled abroad|fled the country|fled to egypt|crossing",
        "population": "left in the camp|are left in the camp|are left in|refused to surrender|refusing to surrender|live|lives|living|reside|residing|hosts|hosting|hosted|houses|housing|housed|home to|hold|holds|"
        "holding|held|are held|currently held|population|population of|accommodates|shelter|shelters|sheltering|"
        "sheltered|remain|remained|remaining|remains|stay|staying|there are|there were|still in|still inside|"
        "stranded|trapped|are in|were in|camp population|inside the camp|"
        "in the camp|at the camp|are housed|currently in|total population|contains|accommodating|being held|"
        "caseload|hosted by|lived|inhabit|inhabited by|camped|besieged|detained in camps|encamped|are still|"
        "languishing|languish|were still|continue to live|current population|held in camps|accommodated|"
        "individuals in the camp|home for|is home to|were living|comprises|is hosting|currently hosts|confined",
        "arrests": "fell as captives|taken as captives|picked up|arrested|arrest|arrests|arresting|detained|detain|detaining|captured|capture|capturing|apprehended|"
        "detention|detentions|rounded up|taken into custody|in custody|took into custody|taken prisoner|seized|"
        "taken captive|were captured|nabbed|imprisoned|jailed|remanded|held in prisons|arbitrarily detained|in jail",
        "surrenders": "surrendered|surrender|surrenders|surrendering|handed themselves over|gave themselves up|"
        "turned themselves in|given themselves up|handed themselves in|handing themselves over|laid down their arms",
        "releases": "released|release|releases|freed|releasing|rescued|freeing|set free|let go|rescue|"
        "rescuing|amnestied|granted amnesty|free",
        "deaths": "claimed the lives of|claimed the life of|bodies of|the bodies of|victims|murders|murder|killed|killing|deaths|death|died|dead|die|dies|perished|dying|kill|lost their lives|fatalities|slain|"
        "death toll|executed|shot dead|murdered|lost his life|kills|were found dead|killings|fatality|drowned|"
        "death of|killing of|losing their lives|massacred|beheaded|assassinated|murders|the deaths of",
        "injured": "injured|wounded|injuring|wounding|injuries|hurt|wounds|injury|sustained injuries|maimed",
    },
    "rise": {
        "grows": "rose to|risen to|rising to|raising to|increased to|brings to|bringing to|bringing the number|bring the number of|bringing the number of|brings the number of|brought the number of|climbed to|rises to|brings the total to|bringing the total to|grown to|grew to|rose from|increased from|went up from|grew from|jumped to",
        "": "reached|stood at|stands at|"
        "now stands at|totalled|amounted to|has reached|"
        "have reached a total|total of|dropped to|fell to|decreased to|down to|"
        "declined to|is now|was put at",
    },
    "month": {
        "1": "january|jan",
        "2": "february|feb",
        "3": "march",
        "4": "april|apr",
        "5": "may",
        "6": "june",
        "7": "july",
        "8": "august|aug",
        "9": "september|sept|sep",
        "10": "october|oct",
        "11": "november|nov",
        "12": "december|dec",
    },
    "weekday": {
        "0": "monday",
        "1": "tuesday",
        "2": "wednesday",
        "3": "thursday",
        "4": "friday",
        "5": "saturday",
        "6": "sunday",
    },
    "time_unit": {
        "hour": "hours|hour",
        "day": "days|day",
        "week": "weeks|week",
        "month": "months|month",
        "year": "years|year",
    },
    "relative_day": {
        "-1": "tomorrow",
        "0": "today|tonight|this morning|this afternoon|this evening|earlier today|during the day",
        "1": "yesterday|the day before|a day earlier|yesterday evening|yesterday morning",
        "2": "the day before yesterday",
    },
    "since": {
        "": "since|starting from|starting|as from|beginning|from as early as|dating back to|ever since",
        "after": "after|following",
    },
    "conflict": {
        "": "fighting|conflict|war|offensive|operation|military operation|crisis|hostilities|assault|campaign|clashes|"
        "invasion|siege|violence|escalation|battle|attack|attacks|takeover|uprising|coup|earthquake|earthquakes|"
        "floods|flooding|bombardment|outbreak|eruption|rebellion|cyclone|incursion|evacuation|unrest|ceasefire|truce",
        "then": "then|that time|that day|that date",
    },
    "event": {
        "2018-12-19": "trump's decision|trump's announcement|trump decision|the us decision to withdraw|"
        "us decision to withdraw|the american decision|american decision to withdraw|decision of the american president|"
        "decision of the us president|decision of president trump|us withdrawal decision|the us decision|"
        "american withdrawal decision|announcement of the american president|president trump's decision",
    },
    "decision": {"": "decision|choice|announcement|order|ultimatum"},
    "most": {"": "majority|the majority|most|the vast majority|the bulk"},
    "still": {"": "still displaced|are still displaced|remain displaced|remained displaced|remains displaced"},
    "filler": {
        "": "what remains of|what remained of|what remains for|what remained for|what is left of|in a single day|in one day|"
        "within one day|in a day"
    },
    "count_of": {
        "": "bring the number of|bringing the number of|brings the number of|brought the number of|number of|the number of|total number of|the total number of|toll of|tally of|count of|numbers of|toll"
    },
    "anaphor": {
        "": "it consisted|it comprised|it included|the displaced families|the displaced people|the families|the group|the people|they|these families|these people|the convoy|the batch|the evacuees|the new group|"
        "the arrivals|the newcomers|the returnees|the displaced"
    },
    "weak": {
        "": "transferred|transferred to|were transferred to|taken to|were taken to|transported|transported to|transfer|"
        "transfer of|brought to|were moved to|relocated"
    },
    "participle": {"": "fleeing|displaced by|escaping"},
    "half": {"": "half|a half"},
    "part_of_day": {
        "": "the early hours of|early hours of|morning|evening|afternoon|the morning of|the evening of|the night of|dawn on"
    },
    "rate": {
        "": "per day|a day|daily|every day|on a daily basis|each day|per week|a week|per month|each month|every month"
    },
    "that_day": {"": "on that day|that day|on this day"},
    "before_now": {},
    "night": {"": "overnight|last night|at night|during the night|in the night|through the night"},
    "coming": {"": "next|coming|upcoming|this coming"},
    "same_period": {
        "": "in the same period|over the same period|during the same period|during that period|in that period|"
        "during that time|over that period|during this period|in this period|over this period|the same period"
    },
    "next_month": {"": "the following month|the month after|the next month"},
    "collected": {
        "": "data were collected|data was collected|data collected|data collection|assessment was conducted|"
        "assessments were conducted|survey was conducted|interviews were conducted|figures were collected"
    },
    "exceeds": {
        "more_than": "exceeded|exceeds|surpassed|topped|has exceeded|have exceeded|passed",
        "at_most": "did not exceed|does not exceed|not exceeding",
    },
    "carry": {"": "carrying|carried|transporting|loaded with"},
    "began": {
        "": "that began on|which began on|began on|that started on|which started on|started on|that erupted on|launched on|broke out on"
    },
    "until": {"": "until|till|through|up until|up to|to date|as late as"},
    "as_of": {"": "as of|as at|by|until the end of"},
    "last": {
        "": "the last|the past|last|past|previous|the previous|preceding|recent|within|in the space of|"
        "the preceding|during the last|over the past|in|within the past|within the last|during|over|the first|"
        "a period of|less than"
    },
    "this": {"": "this|the current|current|of this"},
    "former": {"": "last|past|previous|the last|the past|the previous"},
    "edge": {
        "start": "early|the beginning of|the start of|beginning of|start of|the turn of",
        "mid": "mid|the middle of",
        "end": "late|the end of|end of",
    },
    "total": {
        "": "in total|so far|to date|overall|the total number|a total of|total of|altogether|in all|cumulatively|cumulative|"
        "running total|the total number of|has reached|have now|total|totaling since|brings the total"
    },
    "include": {
        "": "including|among them|of them|of whom|of these|of those|among whom|among those|among these|included|include|includes|"
        "of which|some of whom|amongst them|counting|half of them|from among them|among others|"
        "including among them|among the victims|among the dead|among the evacuees|among the arrivals|among the returnees|of that number|of this number|with among them|out of whom|out of them",
        "next": "the rest are|the rest were|they were|they are|they include|these were|they comprised|they comprise|they included",
    },
    "within_total": {
        "": "within a total number of|within a total of|out of a total of|out of|out of the total of|among|"
        "from a total of|part of a group of|part of|of a total of"
    },
    "same": {
        "": "comprising|totaling|totalling|representing|belonging to|or|from|in|made up of|within|equivalent to|about|"
        "numbering|whose members are|whose members number|whose number is|their number is|its number is|a total of|composed of|constituting|consisting of|who belong to|distributed among|i.e.|that is|equal to"
    },
    "modality": {
        "projected": "expected|expect|expects|anticipated|projected|forecast|could|might|may be|risk|at risk|likely to|predicts|would be|"
        "are feared|projects that|anticipates|estimates that up to|expecting|threatened with|projections",
        "planned": "planned|plan|plans|planning|to be|scheduled|preparing|prepare|preparations|set to|intends to|due to be|will|"
        "ready to|is to|are to|in preparation for|wants to|intend to|aims to|prepares",
    },
    "nationality": {
        "other:western": "western|westerners|western nationals",
        "other:foreign": "foreigners|foreign|foreign nationals|non-syrian|non-syrians|of foreign nationality|non-iraqi",
        "other:unknown": "unknown nationality|of unknown nationality|unidentified nationality|stateless",
        "other:third country nationals": "tcn|tcns|third country nationals|third-country nationals|third country national|"
        "third-country national",
        "other:european": "european|europeans",
        "other:asian": "asian|asians",
        "other:african": "african|africans",
        "other:Arab": "arab|arabs",
    },
    "preposition": {
        "": "of|with|for|by|at|on|near|inside|outside|across|to|into|toward|towards|against|during|as|via|per|"
        "where|while|who|whom|whose|which|that|when|since|after|before|because|despite|under"
    },
    "and": {"": "and|&|plus"},
    "range_to": {"": "to"},
    "between": {"": "between"},
    "from": {"": "from"},
    "in_period": {"": "on"},
    "article": {
        "": "the|a|an|their|his|her|its|these|those|another|additional|an additional|a further|further|extra|other"
    },
    "verb": {
        "": "were|was|are|is|have|has|had|have been|has been|managed|documented|said|been|be|did|do|also|still|"
        "then|now|already|currently|reportedly|recently"
    },
    "ordinal": {
        "": "number|a list of|list of|lists of|applications from|no|article|page|resolution|chapter|figure|table|annex|round|day|flight|route|sector|section|"
        "line|issue|version|block|issue no|aged"
    },
    "camp": {"": "camp|camps|al-hol|al-hawl|al hol|hol|shelters|shelter|roj|site|sites"},
    "enclave": {
        "": "enclave|pocket|baghouz|baghuz|al-baghouz|hajin|stronghold|bastion|besieged|isis-held|last redoubt|"
        "ghouta|caliphate"
    },
    "that": {"": "that"},
    "say": {"": "said|says|announced|told|reported|stated|confirmed|told reporters|published|also published|saying"},
    "source": {
        "SOHR": "syrian observatory for human rights|sohr|the syrian observatory|syrian observatory|the observatory",
        "UN": "the un|united nations|the united nations|un",
        "OCHA": "ocha|un ocha",
        "UNHCR": "unhcr|un refugee agency",
        "IOM": "iom|dtm|iom dtm|international organization for migration",
        "UNICEF": "unicef",
        "SDF": "sdf spokesman|sdf spokesperson",
        "RIC": "rojava information center",
        "Save the Children": "save the children",
        "IRC": "international rescue committee|irc",
        "ICRC": "icrc",
        "IDMC": "idmc",
        "WHO": "world health organization",
        "AFP": "afp",
        "Reuters": "reuters",
    },
}
