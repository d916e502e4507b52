"""French words that say what a name beside them is. General vocabulary, not names to find."""

from __future__ import annotations

from typing import Final

from nlp.lexicon import listed

HONORIFICS: Final = frozenset(
    listed("M. MM. Mme Mmes Mlle Me Mgr Dr Pr Monsieur Madame Maître Sir Lord")
)

ROLES: Final = frozenset(
    listed(
        "président présidente vice-président vice-présidente premier première ministre maire "
        "adjoint adjointe préfet préfète sous-préfet gouverneur gouverneure directeur directrice "
        "secrétaire député députée eurodéputé sénateur sénatrice conseiller conseillère pdg "
        "ambassadeur ambassadrice consul consule chef cheffe patron patronne roi reine pape "
        "prince princesse chancelier chancelière porte-parole responsable fondateur fondatrice "
        "cofondateur cofondatrice délégué déléguée commissaire professeur professeure docteur "
        "juge procureur procureure avocat avocate général colonel capitaine entraîneur "
        "sélectionneur journaliste candidat candidate dirigeant dirigeante élu élue militant "
        "leader numéro coprésident coprésidente administrateur administratrice"
    )
)
"""Functions of people: before a name they are no part of it."""

INSTITUTIONS: Final = listed(
    "agence académie ambassade association banque caisse clinique collège comité confédération "
    "consulat école faculté fédération fondation hôpital institut laboratoire ligue lycée mairie "
    "ministère musée observatoire office orchestre parquet préfecture rectorat syndicat théâtre "
    "tribunal union université haut-commissariat"
)
"""Nouns that begin the name of an institution even in lower case."""

LOOSE_INSTITUTIONS: Final = listed(
    "assemblée bureau centre cercle chambre cité commission compagnie conseil cour groupement "
    "organisation réseau service société"
)
"""Nouns that do so with a capital, or with an adjective that says of what kind."""

NAMED_DIRECTLY: Final = listed(
    "université lycée collège école institut hôpital musée clinique académie fondation"
)
"""Of these the noun belongs to the name even in lower case and without *de*."""

COMPANIES: Final = frozenset(
    listed(
        "entreprise société pme eti spécialiste start-up startup groupe constructeur "
        "équipementier voyagiste éditeur usineur maison cluster filiale fabricant cabinet "
        "spécialiste géant pépite enseigne firme opérateur distributeur avionneur industriel "
        "exploitant énergéticien chimiste laboratoire assureur banquier transporteur "
        "sous-traitant plasturgiste association agence ong syndicat fédération coopérative "
        "bonneterie filature biscuiterie fonderie brasserie distillerie laiterie tannerie "
        "coutellerie verrerie chocolaterie confiserie conserverie chaudronnerie papeterie "
        "cartonnerie tuilerie scierie savonnerie faïencerie cristallerie ganterie maroquinerie "
        "corderie teinturerie tréfilerie huilerie vinaigrier confiseur brasseur fromager "
        "incubateur pousse club magazine quotidien hebdomadaire journal chaîne radio"
    )
)
"""Common nouns right before the name of a firm or a body."""

COMPANY_SIGNS: Final = (
    r"(?:, |\s\()(?:installée?|basée?|implantée?|fondée?|dont le siège|fabricant(?!e)"
    r"|exploitant(?!e)|filiale"
    r"|concessionnaire|éditeur|spécialiste|spécialisée?|start-up|entreprise|société|groupe|leader"
    r"|constructeur|équipementier"
    r"|qui (?:emploie|assemble|fabrique|édite|conçoit|produit|commercialise|exploite|rassemble))"
)
"""What right behind a name says that it names a firm."""

TRADES: Final = listed(
    "Établissements Etablissements Ets Ateliers Soieries Textiles Tissages Filatures Transports "
    "Mécanique Décolletage Laboratoires Constructions Menuiserie Boulangerie Fromagerie "
    "Fromageries Chocolaterie Imprimerie Éditions Verrerie Fonderie Fonderies Forges Aciéries "
    "Usinage Plastiques Télécabines Téléphériques Cycles Automobiles Distillerie Brasserie "
    "Papeteries Ganterie Métallurgie Logistique Salaisons Industries Tanneries Cartonnages"
)
"""Nouns of a trade that begin a firm's name before that of its founder or town."""

GIVEN_NAMES: Final = frozenset(
    listed(
        "Adrien Agnès Alain Albert Alexandre Alexis Alice Amandine Amélie Anaïs André Anne "
        "Annie Anthony Antoine Antonin Arnaud Arthur Audrey Aurélie Aurélien Baptiste Bastien "
        "Béatrice Benjamin Benoît Bernadette Bernard Bertrand Brigitte Bruno Camille Carine "
        "Caroline Catherine Cécile Cédric Céline Chantal Charles Charlotte Chloé Christelle "
        "Christian Christiane Christine Christophe Claire Claude Claudine Clément Colette Corinne "
        "Cyril Damien Daniel Danielle David Delphine Denis Denise Didier Dominique Dorothée "
        "Édouard Élisabeth Élise Élodie Émile Émilie Emma Emmanuel Emmanuelle Éric Estelle "
        "Étienne Eugène Éva Évelyne Fabien Fabienne Fabrice Fanny Fernand Florence Florian Franck "
        "François Françoise Frédéric Gabriel Gaëlle Geneviève Georges Gérald Gérard Germaine "
        "Gilbert Gilles Ginette Guillaume Guy Hélène Henri Hervé Hugo Hugues Huguette Inès "
        "Isabelle Jacqueline Jacques Jean Jeanne Jérémy Jérôme Joël Josette Joseph Julie Julien "
        "Juliette Karine Kevin Laetitia Laura Laure Laurence Laurent Léa Léo Léon Loïc Louis "
        "Louise Luc Lucas Lucie Lucien Ludovic Madeleine Manon Marc Marcel Marguerite Marianne "
        "Marie Marielle Marine Marion Martial Martine Mathieu Mathilde Matthieu Maurice Maxime "
        "Mélanie Michaël Michel Michèle Mickaël Mireille Monique Morgane Muriel Myriam Nadine "
        "Nathalie Nicolas Nicole Noël Noémie Odette Odile Olivier Pascal Pascale Patrice Patricia "
        "Patrick Paul Paulette Pauline Perrine Philippe Pierre Quentin Rachel Raphaël Raymond "
        "Régine Régis Rémi Renaud René Renée Richard Robert Roger Roland Romain Roseline Sabine "
        "Sabrina Samuel Sandra Sandrine Sarah Sébastien Serge Séverine Simon Simone Solange "
        "Sonia Sophie Stéphane Stéphanie Suzanne Sylvain Sylvie Théo Thérèse Thibault Thierry "
        "Thomas Valentin Valérie Vanessa Véronique Victor Vincent Virginie Viviane Xavier Yann "
        "Yannick Yves Yvette Yvonne"
    )
)
"""Given names that are common in France: no firm is meant where only a clause behind says so."""

JAPANESE_GIVEN_NAMES: Final = frozenset(
    listed(
        "Akane Aki Akihiko Akihiro Akiko Akio Akira Asuka Atsuko Atsushi Aya Ayaka Ayako Ayumi "
        "Chie Chieko Chihiro Daichi Daiki Daisuke Eiji Eiko Emi Emiko Eri Fumiko Fumio Genzo Go "
        "Hajime Hana Haruka Haruki Haruko Haruto Hideaki Hideki Hideko Hideo Hidetoshi Hina "
        "Hinata Hiroaki Hiroki Hiroko Hiromi Hiroshi Hirotaka Hiroto Hiroyuki Hisashi Hitomi "
        "Hitoshi Ichiro Isamu Izumi Jiro Jun Junichi Junichiro Junko Kaito Kana Kaori Kaoru "
        "Katsuya Kazue Kazuhiko Kazuhiro Kazuki Kazuko Kazuo Kazuya Kazuyuki Kei Keiji Keiko "
        "Keisuke Keita Ken Kengo Kenichi Kenji Kenta Kentaro Kimiko Kiyoshi Koichi Koji Kosuke "
        "Kota Kumiko Kyoko Madoka Mai Maki Makoto Mami Manabu Mao Mari Mariko Masaaki Masahiko "
        "Masahiro Masaki Masako Masami Masao Masaru Masato Masaya Masayuki Masayoshi Mayu "
        "Mayumi Megumi Mei Michiko Midori Mieko Mika Miki Miku Minako Minoru Mio Misaki Mitsuko "
        "Mitsuo Mitsuru Miyuki Mizuki Momoko Motoko Nana Nanami Nao Naoki Naoko Naoto Naoya "
        "Natsuki Natsuko Noboru Nobuko Nobuo Nobuyuki Norihiro Noriko Norio Noriyuki Osamu "
        "Reiko Ren Rie Riko Rin Rina Risa Ryo Ryoichi Ryoko Ryosuke Ryota Ryuichi Ryuji Sachiko "
        "Sae Saki Sakura Satoru Satoshi Satsuki Seiichi Seiji Setsuko Shigeo Shigeru Shin "
        "Shinichi Shinichiro Shinji Shinobu Shinya Shiori Shizuka Sho Shogo Shohei Shoichi "
        "Shoji Shota Shuichi Shuji Shunsuke Sota Susumu Tadao Tadashi Taichi Takahiro Takako "
        "Takao Takashi Takayuki Takeo Takeshi Takuma Takumi Takuya Tamotsu Taro Tatsuo Tatsuya "
        "Teruo Tetsuo Tetsuya Tomohiro Tomoko Tomomi Tomoya Tomoyuki Toru Toshiaki Toshihiro "
        "Toshiko Toshio Toshiyuki Tsutomu Tsuyoshi Wataru Yasuhiro Yasuko Yasuo Yasushi Yoichi "
        "Yoji Yoko Yosuke Yoshiaki Yoshihiro Yoshiko Yoshinori Yoshio Yoshito Yoshiyuki Yudai "
        "Yui Yuichi Yuji Yuka Yuki Yukie Yukihiro Yukiko Yukio Yuko Yuma Yumi Yumiko Yuna Yuri "
        "Yusuke Yuta Yutaka Yuto Yuya"
    )
)
"""Given names that are common in Japan, as a French text writes them, without long marks."""

MEDIA: Final = (
    "La Provence|Le Monde|Le Figaro|Libération|L'Express|Les Échos|Les Echos|La Croix|Le Parisien"
    "|L'Équipe|L'Equipe|Le Progrès|Le Dauphiné libéré|Le Dauphiné|La Montagne|Nice-Matin|Nice Matin"
    "|Ouest-France|Sud Ouest|La Dépêche|La Tribune|Le Point|L'Obs|Marianne|Mediapart|L'Humanité"
    "|L'Usine nouvelle|La Voix du Nord|Le Télégramme|L'Est républicain|Paris Match"
    "|Le Canard enchaîné|Courrier international|Le Temps|Reuters|REUTERS|AFP|Bloomberg|Radio-Canada"
    "|France Bleu|France Inter|France Info|France 2|France 3|RTL|BFMTV|New York Times"
    "|Washington Post|Financial Times|Wall Street Journal|The Guardian|CNN|BBC|Kyodo|NHK"
)
"""Newspapers, agencies and broadcasters whose names are also towns, regions and articles."""

DEMONYM_ENDS: Final = (
    r"(?:[A-ZÉÈÎ]\w*(?:ais|aises?|ois|oises?|iens?|iennes?|éens?|éennes?|ains|aines|ards?|ardes?|ols?"
    r"|oles?|ins|ines|grecs?|turcs?|russes?|suisses?|belges?|slaves?|arabes?|serbes?|croates?))"
)
PLACE_LIKE: Final = frozenset(
    listed(
        "Beaujolais Calais Lyonnais Roannais Mâconnais Forez Gâtinais Vercors Chablais Valais "
        "Palais Milieu Aubenas Bourgogne Champagne Amiens Orléans Le Mans Reims Douvaine "
        "Aquitaine Touraine Lorraine Ukraine Aisne Ain Romans Rouens Louviers Louvain Berlin "
        "Ottawa Moulins Provins Salins Marins Seychelles"
    )
)
"""Places that end like the name of a people."""

NO_NAMES: Final = frozenset(
    listed(
        "État États Etat Etats NDLR Covid Covid-19 PIB TVA SMS PDG CEO OK COVID-19 COVID "
        "Internet Web Dieu Noël Pâques République Constitution Premier Ministre Président "
        "Monsieur Madame Coupe Euro Exclusif Vidéo Photo Photos Alerte"
    )
)
WEEKDAYS: Final = listed("lundi mardi mercredi jeudi vendredi samedi dimanche")

OPENERS: Final = frozenset(
    listed("Côté Selon Pour Chez Avec Dans Sur À De Depuis Entre Vers Après Avant Sans Et Mais")
)
"""Words that a sentence begins with and that a model draws into the name behind them."""

TERRITORIES: Final = listed(
    "région préfecture province département ville métropole commune canton district état"
)
"""Nouns that give a territory's rank and belong to its full form."""

GENERIC_HEADS: Final = frozenset(listed("agence groupe association banque comité syndicat société"))
"""Institutions whose name stands alone: *l'agence* Ad'Occ."""

TREATIES: Final = listed(
    "protocole objectif objectifs traité accords convention déclaration charte pacte processus "
    "sommet conférence championnat championnats tournoi marathon festival open critérium"
)
"""Before *de* and a place: the whole is a treaty or an event, and no place."""

NATURE: Final = listed("île îles mer mont monts golfe lac détroit baie cap massif presqu'île")
"""Nouns that begin the names of natural places."""

WAYS: Final = listed(
    "rue avenue boulevard quai place square esplanade impasse allée allées chemin parvis faubourg "
    "parc stade vallée abbaye plage viaduc barrage gare cathédrale basilique"
)
"""Nouns that begin the names of streets and buildings."""
