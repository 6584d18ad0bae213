___TERMS_OF_SERVICE___

By creating or modifying this file you agree to Google Tag Manager's Community
Template Gallery Developer Terms of Service available at
https://developers.google.com/tag-manager/gallery-tos (or such other URL as
Google may provide), as modified from time to time.


___INFO___

{
  "type": "TAG",
  "id": "cvt_temp_public_id",
  "version": 1,
  "securityGroups": [],
  "displayName": "Ringtrace call tracking",
  "categories": ["ANALYTICS", "ATTRIBUTION", "LEAD_GENERATION"],
  "brand": {
    "id": "brand_ringtrace",
    "displayName": "Ringtrace"
  },
  "description": "Shows each visitor a telephone number of their own, so that you see which source makes your phone ring. Fire it on Consent Initialization or Initialization, on all pages.",
  "containerContexts": ["WEB"]
}


___TEMPLATE_PARAMETERS___

[
  {
    "type": "TEXT",
    "name": "siteKey",
    "displayName": "Site key",
    "simpleValueType": true,
    "alwaysInSummary": true,
    "valueHint": "my-shop",
    "valueValidators": [{ "type": "NON_EMPTY" }]
  },
  {
    "type": "TEXT",
    "name": "workerOrigin",
    "displayName": "Address of your Worker",
    "simpleValueType": true,
    "alwaysInSummary": true,
    "valueHint": "https://calls.example.com",
    "valueValidators": [
      { "type": "NON_EMPTY" },
      {
        "type": "REGEX",
        "args": ["^https://[^/?#]+/*$"],
        "errorMessage": "An address such as https://calls.example.com, without a path."
      }
    ]
  },
  {
    "type": "CHECKBOX",
    "name": "passConsent",
    "checkboxText": "Pass on consent from Google's consent mode",
    "simpleValueType": true,
    "defaultValue": false,
    "help": "For a site whose consent setting is <b>required</b>. Leave it off where the site listens to consent mode by itself (<b>google</b>) or asks nobody."
  },
  {
    "type": "SELECT",
    "name": "consentType",
    "displayName": "Which consent counts",
    "simpleValueType": true,
    "macrosInSelect": false,
    "defaultValue": "analytics_storage",
    "selectItems": [
      { "value": "analytics_storage", "displayValue": "analytics_storage" },
      { "value": "ad_storage", "displayValue": "ad_storage" }
    ],
    "enablingConditions": [{ "paramName": "passConsent", "paramValue": true, "type": "EQUALS" }]
  }
]


___SANDBOXED_JS_FOR_WEB_TEMPLATE___

const addConsentListener = require('addConsentListener');
const callInWindow = require('callInWindow');
const createArgumentsQueue = require('createArgumentsQueue');
const encodeUriComponent = require('encodeUriComponent');
const injectScript = require('injectScript');
const isConsentGranted = require('isConsentGranted');

// The same stub as on a page without a tag manager; it leaves a function alone that is there already.
createArgumentsQueue('ringtrace', 'ringtrace.q');

if (data.passConsent) {
  const type = data.consentType || 'analytics_storage';
  callInWindow('ringtrace', 'consent', isConsentGranted(type));
  addConsentListener(type, (changed, granted) => {
    callInWindow('ringtrace', 'consent', granted);
  });
}

let origin = data.workerOrigin;
while (origin.slice(-1) === '/') origin = origin.slice(0, -1);
const url = origin + '/s/' + encodeUriComponent(data.siteKey) + '.js';

// Two tags with one address load it once.
injectScript(url, data.gtmOnSuccess, data.gtmOnFailure, url);


___WEB_PERMISSIONS___

[
  {
    "instance": {
      "key": { "publicId": "access_globals", "versionId": "1" },
      "param": [
        {
          "key": "keys",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 3,
                "mapKey": [
                  { "type": 1, "string": "key" },
                  { "type": 1, "string": "read" },
                  { "type": 1, "string": "write" },
                  { "type": 1, "string": "execute" }
                ],
                "mapValue": [
                  { "type": 1, "string": "ringtrace" },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": true }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  { "type": 1, "string": "key" },
                  { "type": 1, "string": "read" },
                  { "type": 1, "string": "write" },
                  { "type": 1, "string": "execute" }
                ],
                "mapValue": [
                  { "type": 1, "string": "ringtrace.q" },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": false }
                ]
              }
            ]
          }
        }
      ]
    },
    "clientAnnotations": { "isEditedByUser": true },
    "isRequired": true
  },
  {
    "instance": {
      "key": { "publicId": "access_consent", "versionId": "1" },
      "param": [
        {
          "key": "consentTypes",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 3,
                "mapKey": [
                  { "type": 1, "string": "consentType" },
                  { "type": 1, "string": "read" },
                  { "type": 1, "string": "write" }
                ],
                "mapValue": [
                  { "type": 1, "string": "analytics_storage" },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": false }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  { "type": 1, "string": "consentType" },
                  { "type": 1, "string": "read" },
                  { "type": 1, "string": "write" }
                ],
                "mapValue": [
                  { "type": 1, "string": "ad_storage" },
                  { "type": 8, "boolean": true },
                  { "type": 8, "boolean": false }
                ]
              }
            ]
          }
        }
      ]
    },
    "clientAnnotations": { "isEditedByUser": true },
    "isRequired": true
  },
  {
    "instance": {
      "key": { "publicId": "inject_script", "versionId": "1" },
      "param": [
        {
          "key": "urls",
          "value": { "type": 2, "listItem": [{ "type": 1, "string": "https://*/s/*" }] }
        }
      ]
    },
    "clientAnnotations": { "isEditedByUser": true },
    "isRequired": true
  }
]


___TESTS___

scenarios:
- name: Loads the tag of the site from the Worker
  code: |-
    mock('injectScript', (url, onSuccess) => {
      assertThat(url).isEqualTo('https://calls.example.com/s/my-shop.js');
      onSuccess();
    });
    runCode({ siteKey: 'my-shop', workerOrigin: 'https://calls.example.com/' });
    assertApi('gtmOnSuccess').wasCalled();
    assertApi('callInWindow').wasNotCalled();
- name: Passes consent on, and every change of it
  code: |-
    mock('injectScript', (url, onSuccess) => { onSuccess(); });
    mock('isConsentGranted', false);
    mock('addConsentListener', (type, listener) => { listener(type, true); });
    runCode({
      siteKey: 'my-shop',
      workerOrigin: 'https://calls.example.com',
      passConsent: true,
      consentType: 'analytics_storage'
    });
    assertApi('callInWindow').wasCalledWith('ringtrace', 'consent', false);
    assertApi('callInWindow').wasCalledWith('ringtrace', 'consent', true);


___NOTES___

The Worker's address differs for every owner, hence the wildcard of the host in the permission to
inject a script: replace it by your own address where your policy asks for that.
