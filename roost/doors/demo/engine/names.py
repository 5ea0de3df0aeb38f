"""Names of people, by where families came from, so that a first and a last name mostly sound as if they belong."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from random import Random

_HERITAGES = (
    (
        "Abigail Curtis Denise Everett Hollis Janelle Marcus Nadine Quentin Russell Tamara Vernon Whitney Yvette",
        "Alderman Bramwell Caldwell Dunmore Easterly Fairbank Greenlee Hathaway Merriman Pemberton Stallworth",
    ),
    (
        "Alejandra Benito Camila Esteban Graciela Ignacio Luz Marisol Octavio Pilar Rafael Tomás Ximena Yolanda",
        "Arellano Bustamante Carrillo Escobedo Galindo Ibarra Limón Montoya Quintana Rosales Treviño Zamora",
    ),
    (
        "Aldona Bogdan Danuta Grzegorz Halina Jacek Kasia Łukasz Magda Piotr Renata Wiesław",
        "Bielak Czarnecki Dudek Gajda Jaworski Kubiak Lisowski Mroz Nowicki Piątek Rutkowski Zawada",
    ),
    (
        "Annika Bastian Dagmar Eskil Frauke Gunnar Henrike Jorn Lotte Mikkel Sigrid Torben",
        "Ahlers Brandvold Dahlstrom Ebeling Fossum Grundmann Hellberg Kjeldsen Lindqvist Oppermann Sandvik Wessel",
    ),
    (
        "Amal Bassam Dalia Farid Hanan Idris Jamila Karim Layla Mazen Rana Samir Yasmin",
        "Abboud Barakat Daher Fakhoury Ghanem Hamdan Kanaan Maalouf Nassar Qasim Sabbagh Tawil",
    ),
    (
        "Anjali Deepak Gauri Harish Kavita Lakshmi Manoj Nandini Prakash Rekha Sanjay Usha Vikram",
        "Acharya Banerjee Chandran Deshmukh Gopal Iyengar Joshi Kulkarni Mahajan Pillai Saxena Varghese",
    ),
    (
        "Bowen Chunhua Dawei Fangfang Guiying Haoran Jiayi Lifen Meiling Qing Weimin Xiaoli Yulan",
        "Bai Cao Deng Fan Gu Hou Jiang Kong Luo Meng Pan Shen Tian Xue Zhou",
    ),
    (
        "An Bao Cuong Diep Giang Hanh Khanh Linh Minh Phuong Quyen Thuy Trang Vinh",
        "Bui Dang Dinh Doan Duong Huynh Lam Ngo Pham Quach Trinh Vuong",
    ),
    (
        "Bora Dohyun Eunji Gyuri Hana Jaewon Kyungmi Minjun Nari Seojin Taeho Yuna",
        "Ahn Baek Cho Eom Gwon Hwang Jeong Koo Noh Ryu Seok Yoo",
    ),
    (
        "Akemi Daichi Emiko Haruto Keiko Makoto Naomi Ren Sachiko Takumi Yoshiko",
        "Aoyama Endo Fujimoto Hirano Inaba Kamiya Maruyama Nomura Okabe Shimada Uchida Yoshikawa",
    ),
    (
        "Adaeze Babajide Chidi Efua Folake Ifeoma Kofi Kwabena Ngozi Obinna Sade Tunde Yaw",
        "Adeyemi Agyeman Boateng Ekwueme Falade Igwe Kamara Mensah Nwosu Odukoya Sesay Uzoma",
    ),
    (
        "Abebe Almaz Biniam Desta Fikru Hirut Jelani Makena Nia Selam Tesfaye Wanjiru Zuri",
        "Alemu Bekele Gitonga Haile Kamau Lemma Mutua Njoroge Ochieng Tadesse Wairimu Worku",
    ),
    (
        "Aylin Behrouz Cem Darya Elif Farhad Kamran Leyla Mehmet Nilufar Ozan Parisa Shirin",
        "Akbari Bayram Celik Demirci Erdem Farahani Golshan Kaplan Mirzaei Rostami Sahin Yildirim",
    ),
    (
        "Aurora Carlo Dimitra Eleni Fabrizio Giada Kostas Loredana Nikos Ornella Pietro Stavroula",
        "Bellandi Carbone Diamantis Ferrante Galanis Kouris Lorusso Marchetti Papadakis Santoro Vitale Zervas",
    ),
    (
        "Aoife Brigid Ciara Declan Eoin Fergal Grainne Lorcan Maeve Niamh Padraig Roisin",
        "Brannigan Coughlan Devlin Fallon Gilhooly Keneally Lafferty McAteer Nolan Rafferty Shevlin Tierney",
    ),
    (
        "Adriano Beatriz Caetano Fernanda Heitor Inês Leandro Larissa Mateus Rosângela Thiago Vitória",
        "Almeida Barreto Cardoso Figueiredo Gouveia Lacerda Macedo Nogueira Peixoto Rezende Siqueira Tavares",
    ),
    (
        "Clifton Darlene Delbert Kendra Leland Marla Raymond Sheila Velma Wilson",
        "Begay Chee Etcitty Hosteen Manuelito Nakai Redcorn Tsosie Whitebird Yazzie",
    ),
)
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", " ": "-", "'": None})
_ELSEWHERE = 0.15


def names(rng: Random, taken: frozenset[str]) -> Iterator[str]:
    """Draw names without end, each one once and none of `taken`; some marry two heritages, as families do."""
    used = {address(name) for name in taken}
    heritages = [(firsts.split(), lasts.split()) for firsts, lasts in _HERITAGES]
    while True:
        firsts, lasts = rng.choice(heritages)
        if rng.random() < _ELSEWHERE:
            lasts = rng.choice(heritages)[1]
        name = f"{rng.choice(firsts)} {rng.choice(lasts)}"
        if address(name) not in used:
            used.add(address(name))
            yield name


def address(name: str) -> str:
    """Give the part of an e-mail address before the @: plain letters, `first.last`."""
    first, _, last = name.lower().translate(_PLAIN).partition("-")
    plain = unicodedata.normalize("NFKD", f"{first}.{last}")
    return plain.encode("ascii", "ignore").decode()
