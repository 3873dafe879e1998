// What KCalendarCore, the library of KDE's calendar programs, reads in calendar files, as JSON (kcalendarcore FILE...).
#include <KCalendarCore/ICalFormat>
#include <KCalendarCore/MemoryCalendar>
#include <KCalendarCore/ScheduleMessage>
#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTextStream>
#include <QTimeZone>

using namespace KCalendarCore;

static QJsonValue moment(const QDateTime &time, bool allDay)
{
    return allDay ? QJsonValue(time.date().toString(Qt::ISODate)) : QJsonValue(double(time.toSecsSinceEpoch()));
}

static QJsonArray reminders(const Incidence &incidence)
{
    QJsonArray found;
    for (const auto &alarm : incidence.alarms())
        found << -alarm->startOffset().asSeconds() / 60;
    return found;
}

static QJsonArray invited(const Incidence &incidence)
{
    static const char *answers[] = {"NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED"};
    QJsonArray found;
    for (const auto &each : incidence.attendees())
        found << QJsonArray{each.name(), each.email(), answers[each.status()], each.RSVP()};
    return found;
}

static QJsonObject told(const Event &event)
{
    QJsonArray online;
    for (const auto &each : event.conferences())
        online << each.uri().toString();
    return {
        {"uid", event.uid()},
        {"start", moment(event.dtStart(), event.allDay())},
        {"end", moment(event.allDay() ? event.dtEnd().addDays(1) : event.dtEnd(), event.allDay())},
        {"summary", event.summary()},
        {"description", event.description()},
        {"location", event.location()},
        {"geo", event.hasGeo() ? QJsonValue(QJsonArray{event.geoLatitude(), event.geoLongitude()}) : QJsonValue()},
        {"categories", QJsonArray::fromStringList(event.categories())},
        {"status", event.status() == Incidence::StatusTentative ? "TENTATIVE"
                   : event.status() == Incidence::StatusCanceled ? "CANCELLED" : "CONFIRMED"},
        {"sequence", event.revision()},
        {"transp", event.transparency() == Event::Transparent ? "TRANSPARENT" : "OPAQUE"},
        {"class", event.secrecy() == Incidence::SecrecyPrivate ? "PRIVATE" : "PUBLIC"},
        {"related", event.relatedTo()},
        {"conference", online},
        {"alarms", reminders(event)},
        {"organizer", QJsonArray{event.organizer().name(), event.organizer().email()}},
        {"attendees", invited(event)},
    };
}

static QJsonObject read(const QByteArray &content)
{
    ICalFormat format;
    MemoryCalendar::Ptr calendar(new MemoryCalendar(QTimeZone::utc()));
    QJsonArray events;
    if (content.contains("\r\nMETHOD:")) {
        const auto message = format.parseScheduleMessage(calendar, QString::fromUtf8(content));
        if (message)
            events << told(*message->event().staticCast<Event>());
        return {{"method", message ? ScheduleMessage::methodName(message->method()) : QString()}, {"events", events}};
    }
    const bool read = format.fromRawString(calendar, content);
    for (const auto &event : calendar->rawEvents())
        events << told(*event);
    return {{"method", read ? QString() : "nothing is read"}, {"events", events}};
}

int main(int count, char **words)
{
    QCoreApplication app(count, words);
    QJsonArray found;
    for (int k = 1; k < count; ++k) {
        QFile file(QString::fromLocal8Bit(words[k]));
        if (!file.open(QIODevice::ReadOnly))
            return 2;
        found << read(file.readAll());
    }
    QTextStream(stdout) << QJsonDocument(found).toJson(QJsonDocument::Compact);
}
