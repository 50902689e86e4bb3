"""Which certificates a message names, and what it says of having them. Another company's certificate is none of the person's."""

from __future__ import annotations

import pytest

from tests.unit.heard import heard, named


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("already have the bei'an", {"filing": "held"}),
        ("already have the bei’an", {"filing": "held"}),
        ("we got our ICP filing", {"filing": "held"}),
        ("filing approved", {"filing": "held"}),
        ("the filing is done, psb too", {"filing": "held", "psb": "held"}),
        ("our ICP number is in the footer", {"filing": "held"}),
        ("京ICP备12345678号", {}),  # whose number it is cannot be known; the dialogue asks
        ("only the filing", {"filing": "held"}),
        ("filing yes, commercial license no", {"filing": "held", "license": "not_held"}),
        ("We have the filing but not the commercial license", {"filing": "held", "license": "not_held"}),
        ("we have the filing and the ICP Zheng", {"filing": "held", "license": "held"}),
        ("have filing and applied for the commercial license", {"filing": "held", "license": "applied"}),
        ("commercial license pending", {"license": "applied"}),
        ("applied for the filing", {"filing": "applied"}),
        ("we handed in the bei'an", {"filing": "applied"}),
        ("no filing yet", {"filing": "not_held"}),
        ("without a beian", {"filing": "not_held"}),
        ("the filing is not approved yet", {"filing": "not_held"}),
        ("we haven't applied yet for the filing", {"filing": "not_held"}),
        ("have not done the PSB one", {"psb": "not_held"}),
        ("we registered with the public security bureau", {"psb": "held"}),
        ("both certificates", {"filing": "held", "license": "held"}),
        ("we hold both", {"filing": "held", "license": "held"}),
        ("both", {"filing": "held", "license": "held"}),
        ("neither", {"filing": "not_held", "license": "not_held"}),
        ("none of them", {"filing": "not_held", "license": "not_held"}),
        ("we have an ICP license", {"either": "held", "filing": "held"}),
        ("We have an ICP licence", {"either": "held", "filing": "held"}),
        ("we have the icp comercial license", {"license": "held"}),
        ("is the commercial license needed if I have the filing?", {"filing": "held"}),
        ("we hold the filing, and the license has not been applied for", {"filing": "held", "license": "not_held"}),
        ("We have the bei'an and the license is under way", {"filing": "held", "license": "applied"}),
        ("The license was granted, the filing exists too", {"filing": "held", "license": "held"}),
        ("both were granted, the police filing has not been made yet", {"filing": "held", "license": "held", "psb": "not_held"}),
        ("our agency has done the filing for us", {"filing": "held"}),
        ("We have the filing, the reseller is already ICP filed too", {"another_holds": "yes", "filing": "held"}),
        ("Our host has an ICP license. The filing is done.", {"another_holds": "yes", "filing": "held"}),
        ("the agent got our filing approved", {"filing": "held"}),
        ("with our partner we hold the commercial license", {"license": "held"}),
        ("our site at that provider has the bei'an", {"filing": "held"}),
        ("a competitor has the filing and we have none", {"another_holds": "yes", "filing": "not_held", "license": "not_held"}),
        ("代理公司帮我们办好了备案", {"filing": "held"}),
        ("还没备案", {"filing": "not_held"}),
        ("已经备案了，公安备案还没做", {"filing": "held", "psb": "not_held"}),
        ("备案号下来了，公安备案还没弄", {"filing": "held", "psb": "not_held"}),
        ("备案正在审核中", {"filing": "applied"}),
        ("备案和经营性许可证都有", {"filing": "held", "license": "held"}),
        ("有ICP证", {"license": "held"}),
    ],
)
def test_having_a_certificate_is_heard(text: str, facts: dict[str, str]) -> None:
    assert heard(text) == facts


@pytest.mark.parametrize(
    "text",
    [
        "do I need a filing?",
        "how do I get an ICP license?",
        "what is an ICP filing?",
        "I want to get the filing",
        "Do we have a filing?",
        "I have a filing question",
        "we have to get a filing",
        "once we have the filing, what comes next?",
        "after obtaining the license",
        "where do I put the ICP number in the footer?",
        "is no license required?",
        "the difference between filing and license",
        "We have a website and need ICP",
        "which filing applies",
        "tax filing",
        "we have a business license",
        "I have a driver's license",
        "our company registration is done",
        "we have an SSL certificate",
        "our partner holds the license",
        "our agency already has the ICP filing, do we need our own?",
        "our hosting provider has an ICP license",
        "our partner's filing is done",
        "the reseller is already ICP filed",
        "our supplier has both certificates",
        "our partner's filing is done, the PSB one too",
        "our partner has the filing but not the license",
        "Our licence partner shows its ICP number in our footer",
        "the agency put their ICP number on our site",
        "another company has no filing either",
        "合作伙伴有许可证",
        "别的公司有备案",
        "both servers",
        "需要备案吗？",
        "有备案吗",
        "备案通过后怎么办",
        "什么是备案",
    ],
)
def test_naming_a_certificate_is_no_statement_of_having_it(text: str) -> None:
    assert not heard(text).keys() & {"filing", "license", "psb", "either"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("our partner holds the license", True),
        ("the reseller is already ICP filed", True),
        ("our supplier has both certificates", True),
        ("合作伙伴有许可证", True),
        ("a competitor has the filing and we have none", True),
        ("our competitor has no filing", False),
        ("does our partner have a filing?", False),
        ("our agency has done the filing for us", False),
        ("we hold the license", False),
    ],
)
def test_another_company_s_certificate_is_heard_as_such(text: str, told: bool) -> None:
    assert ("another_holds" in heard(text)) is told


@pytest.mark.parametrize(
    ("text", "certificates"),
    [
        ("ICP filing", {"icp_filing"}),
        ("what is a bei'an", {"icp_filing"}),
        ("备案", {"icp_filing"}),
        ("the registration", {"icp_filing"}),
        ("ICP Zheng", {"icp_commercial_license"}),
        ("the commercial one", {"icp_commercial_license"}),
        ("经营性许可证", {"icp_commercial_license"}),
        ("PSB", {"psb_filing"}),
        ("police filing", {"psb_filing"}),
        ("公安备案", {"psb_filing"}),
        ("gong'an bei'an", {"psb_filing"}),
        ("ICP license", {"either"}),
        ("ICP", {"either"}),
        ("and the licence?", {"either"}),
        ("bei'an vs zheng", {"icp_filing", "icp_commercial_license"}),
        ("tax filing", set()),
        ("driver's licence", set()),
        ("trademark registration", set()),
        ("域名证书", set()),
    ],
)
def test_the_certificates_that_are_named(text: str, certificates: set[str]) -> None:
    assert named(text) == certificates
