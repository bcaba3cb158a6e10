// SPDX-License-Identifier: Apache-2.0
// What kinds of items are called, and their icons.
#include "client/language/text.h"
#include "client/widgets/timeline/frame.h"
#include "client/widgets/timeline/timeline.h"
#include "shared/domain/decision/decision.h"

namespace watchfloor {

std::string_view item_kind_name(ItemKind kind)
{
    switch (kind) {
    case ItemKind::Alert:
        return tr(Text::KindAlert);
    case ItemKind::Change:
        return tr(Text::KindChange);
    case ItemKind::Deployment:
        return tr(Text::KindDeployment);
    case ItemKind::Observation:
        return tr(Text::KindObservation);
    case ItemKind::Hypothesis:
        return tr(Text::KindHypothesis);
    case ItemKind::Decision:
        return tr(Text::KindDecision);
    case ItemKind::Action:
        return tr(Text::KindAction);
    case ItemKind::Communication:
        return tr(Text::KindCommunication);
    case ItemKind::Evidence:
        return tr(Text::KindEvidence);
    case ItemKind::Metric:
        return tr(Text::KindMetric);
    case ItemKind::Handover:
        return tr(Text::KindHandover);
    case ItemKind::StateChange:
        return tr(Text::KindStateChange);
    case ItemKind::Duty:
        return tr(Text::KindDuty);
    case ItemKind::UpdatePromised:
        return tr(Text::KindUpdatePromised);
    case ItemKind::UpdatePublished:
        return tr(Text::KindUpdatePublished);
    case ItemKind::ThresholdCrossing:
        return tr(Text::KindThresholdCrossing);
    case ItemKind::MaintenanceWindow:
        return tr(Text::KindMaintenanceWindow);
    case ItemKind::WorkOrder:
        return tr(Text::KindWorkOrder);
    }
    return {};
}

std::string_view item_severity_name(ItemSeverity severity)
{
    return severity_name(shown_severity(severity));
}

Icon item_kind_icon(ItemKind kind)
{
    switch (kind) {
    case ItemKind::Alert:
        return kIconBell;
    case ItemKind::Change:
        return kIconCodeFork;
    case ItemKind::Deployment:
        return kIconRocket;
    case ItemKind::Observation:
        return kIconEye;
    case ItemKind::Hypothesis:
        return kIconLightbulbO;
    case ItemKind::Decision:
        return kIconGavel;
    case ItemKind::Action:
        return kIconBolt;
    case ItemKind::Communication:
        return kIconBullhorn;
    case ItemKind::Evidence:
        return kIconPaperclip;
    case ItemKind::Metric:
        return kIconLineChart;
    case ItemKind::Handover:
        return kIconExchange;
    case ItemKind::StateChange:
        return kIconFlag;
    case ItemKind::Duty:
        return kIconUser;
    case ItemKind::UpdatePromised:
        return kIconClockO;
    case ItemKind::UpdatePublished:
        return kIconBullhorn;
    case ItemKind::ThresholdCrossing:
        return kIconTachometer;
    case ItemKind::MaintenanceWindow:
        return kIconWrench;
    case ItemKind::WorkOrder:
        return kIconTasks;
    }
    return nullptr;
}

}
