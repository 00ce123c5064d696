"""French words by category and value. Lower case; phrases are matched longest first, as whole words."""

from __future__ import annotations

from etl.reading.languages.countries import country_names
from etl.reading.languages.fr.numbers import NUMBERS, ROUND
from etl.reading.languages.inflection import french, french_futures, french_verbs, joined, pairs, without

_HOMES = (
    "leur foyer|leurs foyers|leur maison|leurs maisons|leur domicile|leurs domiciles|leur village|leurs villages|"
    "leurs habitations|leur ville|leur région|leurs terres|leur localité|leurs localités|leur quartier|leurs quartiers"
)
_LEAVE = "quitté|quitter|quittent|quittaient|quittant|fui|fuir|fuient|fuyaient|fuyant|abandonné|abandonner|abandonnent"
_FORCED = french("contraint|forcé|obligé|poussé")
_STILL = (
    "toujours déplacées|toujours déplacés|restent déplacées|restent déplacés|demeurent déplacées|demeurent déplacés|"
    "encore déplacées|encore déplacés|sont toujours déplacées|sont toujours déplacés|sont encore déplacées|"
    "sont déplacées|sont déplacés|sont en situation de déplacement"
)
_OTHERS = "autres ont été|autres ont|autres sont|autres seraient|autres auraient été|autres avaient été|autres étaient"
_FUTURES = {
    "exits": french_futures("évacuer|sortir"),
    "departures": french_futures("quitter|partir"),
    "arrivals": french_futures("arriver|entrer|débarquer|rejoindr"),
    "returns": french_futures("rentrer|retourner|regagner|reviendr"),
    "cross_border": french_futures("traverser|franchir"),
    "releases": french_futures("libérer|relâcher"),
}

LEXICON: dict[str, dict[str, str]] = {
    "number": {value: joined(NUMBERS.get(value, ""), ROUND.get(value, "")) for value in NUMBERS | ROUND},
    "scale": {
        "1000": "mille|mil|milliers",
        "1000000": "million|millions",
        "1000000000": "milliard|milliards",
    },
    "half": {"": "demi|demie"},
    "vague": {
        "2000000": "millions|des millions|plusieurs millions|quelques millions",
        "200000": "centaines de milliers|des centaines de milliers|plusieurs centaines de milliers",
        "20000": "dizaines de milliers|des dizaines de milliers|plusieurs dizaines de milliers|"
        "quelques dizaines de milliers",
        "2000": "milliers|des milliers|plusieurs milliers|quelques milliers|de nombreux milliers",
        "200": "centaines|des centaines|plusieurs centaines|quelques centaines",
        "20": "dizaines|des dizaines|plusieurs dizaines|quelques dizaines",
        "24": "douzaines|des douzaines|plusieurs douzaines",
        "2": "plusieurs|de nombreux|de nombreuses|nombreux|nombreuses|un certain nombre de|un grand nombre de",
    },
    "quantifier": {
        "more_than": "plus de|plus|dépasse|dépassent|dépassait|dépassaient|a dépassé|ont dépassé|au-delà de|"
        "au delà de|bien plus de|largement plus de|un peu plus de|supérieur à|supérieure à",
        "at_least": "au moins|au minimum|pas moins de|pas moins|un minimum de|à tout le moins|minimum",
        "about": joined(
            "environ|d'environ|quelque|quelques|à peu près|autour de|aux alentours de|aux environs de|de l'ordre de|"
            "estimé à|estimée à|estimés à|estimées à|évalué à|évalués à|estime à|estime que|estiment que|"
            "approximativement|une moyenne de|grosso modo|un total estimé à",
            *ROUND.values(),
        ),
        "nearly": "près de|près|presque|pas loin de|un peu moins de|à peine moins de|quasi|quasiment",
        "at_most": "jusqu'à|au plus|au maximum|pas plus de|pas plus|un maximum de|tout au plus",
        "less_than": "moins de|moins|inférieur à|inférieure à",
    },
    "quantifier_after": {
        "at_least": "au moins|ou plus|au minimum|au bas mot|voire plus",
        "about": "environ|à peu près|approximativement",
        "at_most": "au maximum|au plus|tout au plus|maximum",
    },
    "exceeds": {
        "more_than": "dépasse|dépassent|dépassait|dépassaient|dépassé|a dépassé|ont dépassé|excède|excèdent|"
        "franchi la barre|dépassant|a franchi le seuil|franchi le seuil",
        "at_most": "ne dépasse pas|ne dépassent pas|n'excède pas",
    },
    "person": {
        "": joined(
            "personnes|personne|habitants|habitant|habitantes|gens|individus|individu|âmes|autres personnes|"
            "êtres humains|ressortissants|ressortissantes|citoyens|citoyennes|résidents|résidentes|riverains|"
            "villageois|villageoises|adultes|majeurs|victimes|victime|otages|otage|survivants|rescapés|passagers|"
            "passager|naufragés|voyageurs|demandeurs d'asile|arrivants|nouveaux arrivants|primo-arrivants|exilés|"
            "exilées|évacués|expulsés|sans-papiers|sinistrés|sinistrées|volontaires au retour|candidats au retour|"
            "hommes, femmes et enfants|proches|travailleurs|ouvriers|étudiants|élèves|fidèles|pèlerins|suspects|"
            "suspect",
            french("réfugié|migrant|détenu|prisonnier|immigré|captif"),
            "prisonnière|prisonnières",
            _OTHERS,
        ),
        "civilians": french("civil") + "|non-combattants",
        "isis_members": "djihadistes|jihadistes|djihadiste|jihadiste|terroristes|terroriste|extrémistes|"
        "membres de l'ei|combattants de l'ei|membres du groupe|combattants du groupe|membres de daech|"
        "combattants de daech|éléments de daech|membres du groupe ei|membres du groupe état islamique|"
        "combattants du groupe ei|combattants du groupe état islamique|combattants djihadistes|combattants jihadistes|"
        "membres présumés de l'ei|membres présumés du groupe ei|combattants de l'état islamique|islamistes|"
        "combattants présumés|éléments du groupe",
        "fighters": "combattants|combattant|combattantes|rebelles|rebelle|miliciens|milicien|insurgés|hommes armés|"
        "assaillants|assaillant|éléments armés|paramilitaires|guérilleros",
        "sdf_fighters": "combattants des fds|membres des fds|combattants kurdes",
        "idps": joined(
            "personnes déplacées|personne déplacée|personnes déplacées internes|déplacés internes|déplacées internes|"
            "déplacés de guerre|personnes déplacées à l'intérieur|pdi|pdis|déplacés forcés",
            french("déplacé"),
        ),
        "women": "femmes|femme|filles et femmes|femmes et filles|épouses|veuves|mères",
        "men": "hommes|homme|garçons et hommes",
        "children": "enfants|enfant|mineurs|mineur|mineures|orphelins|orphelines|garçons|garçon|filles|fillettes|"
        "bébés|nourrissons|adolescents|nouveau-nés|enfants et adolescents",
        "women_children": "femmes et enfants|enfants et femmes|femmes et des enfants|femmes et de mineurs|"
        "femmes ou enfants",
        "isis_families": "proches de djihadistes|proches de jihadistes|membres de familles de djihadistes|"
        "membres de familles de jihadistes|parents de djihadistes",
        "soldiers": "soldats|soldat|militaires|militaire|policiers|policier|gendarmes|gendarme|casques bleus|"
        "gardes-frontières|membres des forces de sécurité|soldats de la paix|supplétifs|officiers|agents de sécurité",
        "aid_workers": "humanitaires|travailleurs humanitaires|employés de l'onu|secouristes",
        "elderly": "personnes âgées|vieillards",
        "foreigners": "combattants étrangers",
    },
    "family": {
        "families": "familles|famille|ménages|ménage|foyers|familles déplacées|ménages déplacés|"
        "familles de djihadistes|familles de jihadistes"
    },
    "thing": {
        "": "délégués|participants|députés|élus|ministres|médecins|enseignants|partis politiques|groupes|m|cm|mm|"
        "camions|camion|bus|autobus|autocars|cars|véhicules|véhicule|voitures|pick-up|motos|motocyclettes|ambulances|"
        "bateaux|bateau|embarcations|embarcation|pirogues|canots|avions|avion|vols|vol|hélicoptères|convois|convoi|"
        "vagues|km|kilomètres|kilomètre|km2|kilos|kg|kilogrammes|mètres|mètre|carrés|hectares|hectare|litres|tonnes|"
        "tonne|sacs|euros|euro|dollars|dollar|francs|fcfa|livres|pour cent|pourcent|%|villages|village|villes|ville|"
        "localités|localité|communes|commune|quartiers|provinces|province|préfectures|régions|territoires|districts|"
        "départements|zones|zone|pays|états|camps|camp|sites|site|centres|centre|abris|tentes|tente|maisons|maison|"
        "habitations|bâtiments|logements|écoles|école|hôpitaux|hôpital|marchés|classes|lits|places|place|sièges|"
        "barrages|points|postes|bases|positions|frappes|frappe|attaques|attaque|raids|raid|incidents|incident|obus|"
        "roquettes|missiles|drones|explosions|opérations|opération|affrontements|combats|ans|an|âgés de|âgées de|"
        "âgé de|âgée de|fois|degrés|pages|nationalités|kits|rations|repas|colis|paniers|vivres|couvertures|"
        "moustiquaires|doses|cas|dossiers|votes|voix|projets|partenaires|organisations|ong|bénéficiaires|rapports|"
        "arrestations|jours de|étages|morceaux|têtes|bœufs|volailles|animaux|emplois|élèves inscrits|minutes|secondes"
    },
    "money": {"": "dollars|euros|francs"},
    "reached": {
        "": joined(
            french_verbs("aider|assister|soigner|vacciner|cibler|distribuer|ravitailler|sensibiliser"),
            french("nourri|soutenu"),
            "prévu pour|prévus pour|conçu pour accueillir|conçus pour accueillir|conçu pour héberger|nourrit|"
            "nourrissent|nourrir|prévue pour|conçue pour|peut héberger|peuvent héberger|pouvant héberger|peut abriter|"
            "pourrait accueillir|pourraient accueillir|pour accueillir|capable d'accueillir|remis|remise|remises|"
            "distribution|distributions|pris en charge|prises en charge|vise|visent|visant|soins|reçu|ont reçu|"
            "recevront|reçoivent|bénéficié|bénéficient|bénéficieront|assisté|assistés|assistée|assistées|ont besoin|"
            "besoin|besoins|aide|aides|assistance|capacité|vacciné|vaccinés|vaccinées|ciblé|ciblés|ciblées|soutenu|"
            "soutenus|nourri|nourris|distribué|distribués|peut accueillir|pouvant accueillir|peuvent accueillir|"
            "peut contenir|conçu pour|conçus pour|prévu pour accueillir|portés disparus|portées disparues|"
            "porté disparu|portée disparue|disparu|disparus|disparues|interrogé|interrogés|interrogées|sondés|"
            "employés|mobilise|mobilisés|déployé|déployés|manifestants|manifesté|sans nouvelles|toujours recherchées|"
            "recherchés",
        )
    },
    "measure": {
        "exits": joined(
            french_verbs("évacuer|extraire"),
            _FUTURES["exits"],
            french("sorti|exfiltré|extrait"),
            "évacuation|évacuations|sortir|sortent|sortaient|sortant|sortie|sorties|exode|échapper|échappés|échappées|"
            "quitté l'enclave|quitter l'enclave|quittent l'enclave|quitté le réduit|quitté le dernier réduit|"
            "quitté la poche|quitté le bastion|quitté le dernier bastion|quitté l'ultime réduit",
        ),
        "fled": joined(
            french("enfui"),
            "fui|fuir|fuient|fuyaient|fuyant|fuirent|fuite|s'enfuir|s'enfuient|s'enfuyaient|enfuir|ont fui|"
            "avaient fui|échappé aux combats|pris la fuite|prendre la fuite",
        ),
        "departures": joined(
            french_verbs("quitter|déserter"),
            _FUTURES["departures"],
            french("parti"),
            "départ|départs|partir|partent|partaient|partant|reparti|repartis|reparties",
        ),
        "arrivals": joined(
            without(
                french_verbs("arriver|entrer|débarquer|transférer|acheminer|relocaliser|transporter|convoyer"), "entre"
            ),
            french("parvenu"),
            _FUTURES["arrivals"],
            "attendus|attendues|arrivée|arrivées|transfert|transferts|afflux|rejoint|rejoindre|rejoignent|gagné|"
            "relocalisation|installation|accueilli cette semaine|atteint les côtes|atteint l'île|atteint l'italie|"
            "conduit|conduits|conduites|emmenés|emmenées|sont venus|venues|amené|amenés|amenées",
        ),
        "returns": joined(
            french_verbs("retourner|rentrer|rapatrier|regagner|ramener"),
            french("revenu|renvoyé"),
            _FUTURES["returns"],
            "retour|retours|rapatriement|rapatriements|revenir|reviennent|revenaient|retrouvé leur foyer|expulsé vers|"
            "retrouvé leurs foyers|de retour|retour volontaire|retours volontaires|retours spontanés",
        ),
        "displaced": joined(
            french_verbs("déplacer|déraciner"),
            _STILL,
            pairs(_LEAVE, _HOMES),
            pairs(
                _FORCED,
                "de fuir|à fuir|à partir|de partir|de quitter|à quitter|au départ|à l'exil|à se déplacer|"
                "sur les routes",
            ),
            "déplacement|déplacements|nouveaux déplacements|jeté sur les routes|jetés sur les routes|poussé à fuir|"
            "dû fuir|dû quitter|dû partir|en déplacement|déplacements internes|chassé|chassés|chassées|trouvé refuge|"
            "trouver refuge|réfugié dans|réfugiés dans|réfugiées dans|sans-abri|déménager",
        ),
        "cross_border": joined(
            french_verbs("traverser"),
            _FUTURES["cross_border"],
            french("franchi"),
            "franchir|franchissent|franchissement|franchissements|traversée|traversées|franchi la frontière|"
            "traversé la frontière|passé la frontière|passer la frontière|passé en|trouvé refuge au|trouvé refuge en|"
            "se sont réfugiés au|se sont réfugiées au|se sont réfugiés en|se sont réfugiées en|fui à l'étranger|"
            "fui le pays|fui vers les pays voisins|fui dans les pays voisins|fuir le pays|demandé l'asile",
        ),
        "population": joined(
            french_verbs(
                "héberger|abriter|loger|résider|demeurer|rester|entasser|installer|compter|concentrer|séjourner"
            ),
            french("bloqué|coincé|piégé|assiégé|confiné|hébergé|entassé|retranché|installé|accueilli|retenu"),
            "vivent|vivant|vivaient|vit|vivait|vivre|vécu|accueille|accueillent|accueillait|accueillant|accueillir|"
            "population|peuplé de|peuplée de|se trouvent|se trouvaient|se trouve|trouvent encore|il y a|il y avait|"
            "on compte|compte|maintenues|hébergement|placées dans|placés dans|sont présentes|sont présents|"
            "prises au piège|pris au piège|habitent|habitaient|croupissent|le camp compte",
        ),
        "arrests": joined(
            french_verbs("arrêter|interpeller|capturer|emprisonner|incarcérer|appréhender"),
            french("détenu|écroué"),
            "arrestation|arrestations|détention|détentions|interpellation|interpellations|capture|fait prisonniers|"
            "faits prisonniers|détiennent|détenait|placées en détention|placés en détention|en garde à vue|rafle",
        ),
        "surrenders": joined(
            "rendus|rendues|rendu|se sont rendus|se sont rendues|s'est rendu|se rendre|se rendent|se rendaient|"
            "reddition|redditions|déposé les armes|déposer les armes|ont capitulé|livrés aux autorités",
        ),
        "releases": joined(
            french_verbs("libérer|relâcher|secourir"),
            _FUTURES["releases"],
            french("délivré|secouru|sauvé|élargi"),
            "libération|libérations|remises en liberté|remis en liberté|remise en liberté|sauvetage",
        ),
        "deaths": joined(
            french_verbs("tuer|massacrer|assassiner|exécuter"),
            french("mort|décédé|noyé|abattu|égorgé|décapité"),
            "décès|péri|périr|périssent|mourir|meurent|mouraient|perdu la vie|ont perdu la vie|perdre la vie|"
            "trouvé la mort|la mort de|succombé|corps sans vie|fait des morts|coûté la vie|coûté la vie à|"
            "victimes mortelles",
        ),
        "injured": joined(french_verbs("blesser|brûler|mutiler"), "grièvement blessées|blessures"),
    },
    "weak": {
        "": joined(
            french("transféré|transporté|conduit|emmené|acheminé|convoyé|amené"),
            "transfert|transferts|transférer|acheminement",
        )
    },
    "participle": {"": "fuyant|déplacés par|déplacées par|chassés par|chassées par"},
    "still": {"": _STILL},
    "filler": {"": "en un seul jour|en une seule journée|en une journée|en un jour|ce qui reste de"},
    "carry": {"": "transportant|transportait|transportaient|avec à bord|à bord|à son bord|à leur bord|embarquant"},
    "rate": {
        "": "par jour|par semaine|par mois|par an|chaque jour|chaque semaine|chaque mois|quotidiennement|"
        "tous les jours|toutes les semaines|à l'heure"
    },
    "rise": {
        "grows": "porté à|portée à|portant à|porte à|portant|passé à|passée à|passés à|passé de|passant de|est passé|"
        "sont passés|est passée|grimpé à|grimpe à|monté à|monte à|augmenté à|bondi à|ramené à|ramène à|hausse de|"
        "augmentation de",
        "": "atteint|atteignent|atteignait|a atteint|ont atteint|s'élève|s'élevait|s'élèvent|s'élève à|s'élevait à|"
        "s'établit|s'établit à|s'établissait|s'établissait à|total de|un total de|tombé à|réduit à|chuté à|est estimé|"
        "est de|était de|fait état de|faisait état de|faisant état de|se chiffre à|est désormais de|élève à",
    },
    "count_of": {
        "": "nombre de|nombre des|le nombre de|le nombre des|nombre total de|nombre total des|le nombre total de|"
        "le nombre total des|nombre d|bilan|le bilan|un bilan|bilan de|chiffre de|total des|effectif des"
    },
    "anaphor": {
        "": "ces familles|ces personnes|ces civils|ces réfugiés|ces déplacés|ce groupe|ce convoi|le convoi|le groupe|"
        "ils|elles"
    },
    "month": {
        "1": "janvier|janv",
        "2": "février|fév|févr",
        "3": "mars",
        "4": "avril|avr",
        "5": "mai",
        "6": "juin",
        "7": "juillet|juil",
        "8": "août|aout",
        "9": "septembre",
        "10": "octobre|oct",
        "11": "novembre|nov",
        "12": "décembre|déc",
    },
    "day_ordinal": {"1": "premier"},
    "weekday": {
        "0": "lundi",
        "1": "mardi",
        "2": "mercredi",
        "3": "jeudi",
        "4": "vendredi",
        "5": "samedi",
        "6": "dimanche",
    },
    "time_unit": {
        "hour": "heures|heure|h",
        "day": "jours|jour|journée|journées",
        "week": "semaines|semaine",
        "month": "mois",
        "year": "année|années|an|ans",
    },
    "part_of_day": {
        "": "matin|soir|après-midi|au soir|au matin|en soirée|dans la soirée|à l'aube|au petit matin|"
        "dans la matinée de|dans la soirée de|à l'aube de"
    },
    "relative_day": {
        "-1": "demain",
        "0": "aujourd'hui|ce jour|ce matin|ce soir|cet après-midi|dans la matinée|dans la journée",
        "1": "hier|la veille|hier soir|hier matin",
        "2": "avant-hier|l'avant-veille",
    },
    "since": {
        "": "depuis|à partir de|à partir du|à compter de|à compter du|dès|remontant à|depuis le début du mois de",
        "after": "après|à la suite de|à la suite du|suite à|au lendemain de",
    },
    "conflict": {
        "": "combats|combat|conflit|guerre|offensive|opération|opérations|opération militaire|crise|hostilités|assaut|"
        "campagne|affrontements|invasion|siège|violences|violence|escalade|bataille|attaque|attaques|coup d'état|"
        "putsch|prise de pouvoir|soulèvement|insurrection|séisme|tremblement de terre|inondations|bombardements|"
        "frappes|éclatement|éruption|rébellion|cyclone|incursion|troubles|trêve|cessez-le-feu|chute|avancée|prise|"
        "génocide|ouragan|reprise",
        "then": "lors|cette date|ce jour-là|ce moment|ce moment-là",
    },
    "event": {
        "2018-12-19": "décision de trump|décision de donald trump|annonce de trump|annonce de donald trump|"
        "décision américaine|décision du président américain|annonce du président américain|"
        "annonce du retrait américain|annonce américaine|décision américaine de retrait|décision de retrait"
    },
    "decision": {"": "décision|annonce|ultimatum|choix|ordre"},
    "most": {"": "majorité|la majorité|la plupart|principalement|en majorité|majoritairement|surtout|essentiellement"},
    "night": {"": "la nuit dernière|cette nuit|durant la nuit|pendant la nuit|au cours de la nuit|nuitamment"},
    "coming": {"": "prochain|prochaine|prochains|prochaines|à venir"},
    "same_period": {
        "": "la même période|même période|cette période|cette même période|sur la même période|"
        "au cours de la même période|pendant la même période|durant la même période|durant cette période|"
        "pendant cette période|au cours de cette période|dans le même temps|dans la même période"
    },
    "next_month": {"": "le mois suivant|le mois d'après"},
    "collected": {
        "": "données collectées|données recueillies|données ont été collectées|données ont été recueillies|"
        "collecte des données|collecte de données|collecte a eu lieu|enquête a été menée|entretiens ont été menés|"
        "évaluation a été menée|recensement effectué"
    },
    "began": {
        "": "qui a commencé|qui a débuté|a commencé|a débuté|lancée|lancé|déclenchée|déclenché|qui ont éclaté|"
        "qui a éclaté|ont éclaté|a éclaté|ont commencé|ont débuté|entamée|commencé|débuté"
    },
    "until": {"": "jusqu'à|jusqu'au|au|à ce jour|jusqu'en|jusqu'ici|jusqu'à ce jour|d'ici"},
    "as_of": {
        "": "à la date du|en date du|au|à la date de|arrêté au|arrêtés au|situation au|d'ici le|d'ici au|d'ici à"
    },
    "last": {
        "": "au cours des|au cours de|au cours du|ces|les|durant|durant les|pendant|pendant les|en|la|le|l|dans les|"
        "lors des|lors de la|dans|en l'espace de|sur les|sous|cours des|sur une période de|à moins de|en moins de"
    },
    "this": {"": "cette|ce|cet|en cours|courant|l'actuel"},
    "former": {
        "": "derniers|dernières|dernière|dernier|passé|passée|passés|passées|écoulé|écoulée|écoulés|écoulées|"
        "précédent|précédente|précédents|précédentes|de ces derniers|de ces dernières"
    },
    "edge": {
        "start": "début|le début|le début de|le début du|au début de|au début du|courant début",
        "mid": "mi|la mi|mi-|le milieu de|le milieu du|milieu",
        "end": "fin|la fin|la fin de|la fin du|à la fin de|à la fin du",
    },
    "total": {
        "": "au total|en tout|à ce jour|total|jusqu'ici|jusqu'à présent|au final|totalisant|cumulé|cumulés|totalise|"
        "le nombre total|portant le total|porte le total|déjà"
    },
    "include": {
        "next": "les autres sont|les autres étaient|il s'agit de|il s'agissait de|ils sont|elles sont",
        "": "dont|parmi eux|parmi elles|parmi lesquels|parmi lesquelles|y compris|d'entre eux|d'entre elles|entre eux|"
        "parmi ceux-ci|parmi celles-ci|notamment|au nombre desquels|au nombre desquelles|incluant|inclus|compris|"
        "d'eux|d'elles|parmi les morts|parmi les victimes|parmi les blessés|parmi ces personnes|parmi ces derniers",
    },
    "within_total": {"": "sur un total de|parmi|sur|faisant partie des|sur les"},
    "same": {
        "": "soit|représentant|appartenant à|de|ou|formant|c'est-à-dire|composé de|composés de|composées de|"
        "comprenant|composant|répartis en|réparties en|réparti en|repartis en|repartis dans|équivalant à|totalisant"
    },
    "modality": {
        "projected": "attendu|attendus|attendue|attendues|pourraient|pourrait|devraient|devrait|risquent|risque|"
        "projeté|prévoit|prévoient|prévisions|s'attend|s'attendent|table sur|tablent sur|menacées|menacés|craint|"
        "craignent|craint que|anticipe|anticipent|susceptibles|projections|estimations tablent|en danger",
        "planned": joined(
            "prévu|prévus|prévue|prévues|planifié|planifiés|planifiées|seront|sera|vont|va être|vont être|projette|"
            "projettent|doit|doivent|compte rapatrier|entend|entendent|s'apprête|s'apprêtent|préparatifs|prêts à|"
            "prêtes à|prête à|prêt à|envisage|envisagent|programmé|programmés|programmée|souhaitent|souhaite|veut|"
            "veulent|sur le point de|en attente de|ont l'intention",
            *_FUTURES.values(),
        ),
    },
    "nationality": {
        "other:foreign": "étrangers|étrangères|étranger|étrangère|non syriens|non-syriens|de nationalité étrangère",
        "other:western": "occidentaux|occidentales|occidental|occidentale",
        "other:third country nationals": "ressortissants de pays tiers",
        "other:european": french("européen"),
        "other:asian": "asiatiques|asiatique",
        "other:african": french("africain"),
        "other:Arab": "arabes",
    },
    "country": country_names("fr"),
    "preposition": {
        "": "avec|pour|par|à|aux|dans|sur|sous|près|vers|chez|contre|qui|que|qu|où|selon|des|du|de|d|la|le|en|au|"
        "entre|lors|pendant|depuis|après|avant|malgré|outre|hors|auprès|grâce|face|via|quand|lorsque|alors|tandis|car|"
        "comme|puis|mais|donc|afin|ainsi|à cause|en raison|suite|notamment|ayant|lesquels|laquelle"
    },
    "and": {"": "et|ainsi que"},
    "range_to": {"": "à"},
    "between": {"": "entre"},
    "from": {"": "de|du|des|depuis"},
    "in_period": {"": "le|du|au cours de la journée de|au cours de la journée du|dans la nuit de|dans la nuit du|en"},
    # "er" and "re" are what is left of 1er and 1re beside their digit.
    "article": {
        "": "le|la|les|l|un|une|supplémentaires|supplémentaire|quelques|autres|nouveaux|nouvelles|nouvelle|nouveau|"
        "ces|leurs|leur|ses|son|sa|jeunes|jeune|er|re|seuls|seules|mois de"
    },
    "verb": {
        "": "ont|a|sont|est|ont été|a été|étaient|était|avaient|avait|se sont|ont dû|se|s'y|y|n'ont|ayant|étant|"
        "auraient|aurait|auraient été|seraient|serait|avaient été|avait été|ont également|ont déjà|sont déjà|"
        "ont ainsi|ont pu|se seraient|furent|fut|été|déjà|également|aussi|ainsi|encore|toujours|en|désormais|"
        "actuellement|récemment|volontairement|spontanément|finalement"
    },
    "ordinal": {
        "": "article|page|numéro|résolution|chapitre|annexe|n°|tableau|figure|route|vol|rapport|bulletin|section|"
        "phase|étape|âgé|âgée|km|aged|édition|covid"
    },
    "camp": {"": "camp|camps|al-hol|al-hawl|roj|site de déplacés|sites de déplacés|site|sites|camp de réfugiés"},
    "enclave": {
        "": "enclave|réduit|bastion|poche|baghouz|hajine|assiégé|assiégée|dernier carré|califat|la ghouta|ghouta"
    },
    "that": {"": "que|qu"},
    "say": {
        "": "annoncé|a annoncé|ont annoncé|annonce|a déclaré|déclaré|a indiqué|indiqué|indique|ont indiqué|a affirmé|"
        "affirmé|affirme|a fait savoir|a précisé|précisé|précise|a dit|a rapporté|rapporté|rapporte|rapportent|"
        "a confirmé|confirmé|a fait état|publié|publiée|publiés|publiées|a publié|établi|selon|a-t-on appris|"
        "communiqué|a assuré|a alerté|a ajouté|a expliqué|a estimé|a signalé|a recensé"
    },
    "source": {
        "UN": "l'onu|onu|nations unies|les nations unies|des nations unies",
        "UNHCR": "le hcr|hcr|unhcr|haut-commissariat aux réfugiés|"
        "haut-commissariat des nations unies pour les réfugiés|haut commissariat des nations unies pour les réfugiés|"
        "agence des nations unies pour les réfugiés|agence de l'onu pour les réfugiés|"
        "l'agence des nations unies pour les réfugiés",
        "OCHA": "ocha|l'ocha|bureau de la coordination des affaires humanitaires|"
        "bureau de coordination des affaires humanitaires|bureau des affaires humanitaires de l'onu|"
        "bureau de l'onu pour la coordination de l'aide humanitaire|"
        "bureau des nations unies pour la coordination des affaires humanitaires",
        "SOHR": "l'osdh|osdh|observatoire syrien des droits de l'homme|l'observatoire syrien des droits de l'homme|"
        "l'observatoire syrien",
        "IOM": "l'oim|oim|organisation internationale pour les migrations|dtm",
        "UNICEF": "l'unicef|unicef",
        "WHO": "l'oms|oms|organisation mondiale de la santé",
        "IDMC": "idmc|observatoire des situations de déplacement interne",
        "MSF": "msf|médecins sans frontières",
        "ICRC": "cicr|le cicr",
        "NRC": "nrc|conseil norvégien pour les réfugiés",
        "IRC": "irc|comité international de secours",
        "SDF": "porte-parole des fds|les forces démocratiques syriennes",
        "AFP": "l'afp|afp|agence france-presse",
        "Reuters": "reuters",
    },
}
